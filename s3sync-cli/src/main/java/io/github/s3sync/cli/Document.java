package io.github.s3sync.cli;

import org.jspecify.annotations.Nullable;

/**
 * A document to apply in an AWS account.
 *
 * @param file the name of its file
 * @param about what it is, in a line
 * @param command the command of the AWS CLI that applies it; null if there is no single one
 * @param json its text
 * @param problem why AWS does not accept it; null if it does
 */
record Document(
    String file, String about, @Nullable String command, String json, @Nullable String problem) {

  Document(String file, String about, @Nullable String command, String json) {
    this(file, about, command, json, null);
  }
}
