package io.github.s3sync.cli.redrive;

import org.jspecify.annotations.Nullable;

/**
 * Describes what a run did with one message.
 *
 * @param letter the message
 * @param fate what was done
 * @param problem why it was not sent or not deleted; null if it was
 */
public record Redriven(DeadLetter letter, Fate fate, @Nullable String problem) {}
