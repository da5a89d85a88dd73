package io.github.s3sync.examples.cli;

import org.jspecify.annotations.Nullable;

/**
 * Something that AWS has to be told.
 *
 * @param file what its file is called
 * @param about what it is, in a line
 * @param command the command of the AWS CLI that tells it; null where none alone does
 * @param json its text
 */
record Document(String file, String about, @Nullable String command, String json) {}
