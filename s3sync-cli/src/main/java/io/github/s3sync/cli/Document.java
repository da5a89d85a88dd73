package io.github.s3sync.cli;

import org.jspecify.annotations.Nullable;

/**
 * Describes a document to apply in an AWS account.
 *
 * @param file the name of its file
 * @param about its content, in one line
 * @param command the command of the AWS CLI that applies it; null if it needs several commands or
 *     none
 * @param json its text
 * @param problem the reason why AWS does not accept it; null if AWS does
 */
record Document(
    String file, String about, @Nullable String command, String json, @Nullable String problem) {

  Document(String file, String about, @Nullable String command, String json) {
    this(file, about, command, json, null);
  }
}
