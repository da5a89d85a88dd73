package io.github.s3sync.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.s3sync.testing.FakeS3;
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

  /** Adds the variables with which commands use a store, whose credentials are not checked. */
  static void useStore(FakeS3 s3, Map<String, String> environment) {
    environment.put("AWS_ENDPOINT_URL_S3", s3.endpoint().toString());
    environment.put("AWS_REGION", "us-east-1");
    environment.put("access_key", "cli");
    environment.put("secret_key", "not-a-secret");
  }

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
