package io.github.s3sync.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/** Runs commands that are installed on this machine, with the address and the key of a server. */
final class CommandOnPath {

  /** The path of the command's remote storage for rclone; a bucket name follows. */
  static final String RCLONE_REMOTE = "bench:";

  private final Map<String, String> environment;

  CommandOnPath(URI endpoint, AwsCredentials credentials) {
    this.environment =
        Map.of(
            "AWS_ACCESS_KEY_ID", credentials.accessKeyId(),
            "AWS_SECRET_ACCESS_KEY", credentials.secretAccessKey(),
            "AWS_REGION", "us-east-1",
            "AWS_ENDPOINT_URL_S3", endpoint.toString(),
            "RCLONE_CONFIG_BENCH_TYPE", "s3",
            "RCLONE_CONFIG_BENCH_PROVIDER", "Other",
            "RCLONE_CONFIG_BENCH_ENV_AUTH", "true",
            "RCLONE_CONFIG_BENCH_REGION", "us-east-1",
            "RCLONE_CONFIG_BENCH_FORCE_PATH_STYLE", "true",
            "RCLONE_CONFIG_BENCH_ENDPOINT", endpoint.toString());
  }

  /** Returns whether a command is installed. */
  static boolean exists(String command, String argument) {
    try {
      Process process = new ProcessBuilder(command, argument).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Runs a command and returns its output.
   *
   * @param variables further environment variables
   * @throws IllegalStateException if the command fails
   */
  String run(List<String> command, Map<String, String> variables) {
    ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command)).redirectErrorStream(true);
    builder.environment().putAll(environment);
    builder.environment().putAll(variables);
    // rclone 1.60 fails if the variable is set.
    builder.environment().remove("AWS_CA_BUNDLE");
    try {
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(command.get(0) + " failed: " + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
