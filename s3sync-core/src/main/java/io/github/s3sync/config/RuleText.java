package io.github.s3sync.config;

import org.jspecify.annotations.Nullable;

/**
 * What the rules are made from.
 *
 * @param place where it was found, for people
 * @param content JSON; or the addresses of the two variables, one a line
 * @param eTag the eTag of the object it was read from; null if it was read elsewhere
 */
record RuleText(String place, String content, @Nullable String eTag) {}
