package io.github.s3sync.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Map;

/**
 * Holds the result of a command.
 *
 * @param exitCode its exit code
 * @param out its standard output
 * @param err its standard error
 */
record CliRun(int exitCode, String out, String err) {

  /** Runs a command in this JVM, with an empty environment. */
  static CliRun of(String... args) {
    return in(Map.of(), args);
  }

  /** Runs a command in this JVM. */
  static CliRun in(Map<String, String> environment, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode = S3SyncCli.commandLine(environment, out, err).execute(args);
    return new CliRun(exitCode, out.toString(UTF_8), err.toString(UTF_8));
  }
}
