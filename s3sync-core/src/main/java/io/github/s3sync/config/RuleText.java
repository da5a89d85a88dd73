package io.github.s3sync.config;

import org.jspecify.annotations.Nullable;

/**
 * Holds the text from which rules are built.
 *
 * @param place the origin of the text, for messages
 * @param content the JSON, or the variables of a single rule, one on each line
 * @param eTag the eTag of the object that holds the text; null if it is not an object
 */
record RuleText(String place, String content, @Nullable String eTag) {}
