package io.github.s3sync.benchmarks;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Describes another program that compares two buckets.
 *
 * @param name the name and the main options
 * @param version the argument with which the program only shows its version
 * @param command the command that compares {@code src} with {@code dst}
 * @param saysEqual whether the output says that both buckets are equal
 */
record Peer(String name, String version, List<String> command, Predicate<String> saysEqual) {

  private static final Map<String, String> AWS_CLI =
      Map.of("AWS_DEFAULT_REGION", "us-east-1", "AWS_CONFIG_FILE", "/dev/null");

  static List<Peer> all(URI endpoint) {
    return List.of(
        new Peer(
            "rclone check --fast-list",
            "version",
            List.of(
                "rclone",
                "check",
                "--fast-list",
                "--checkers",
                "16",
                CommandOnPath.RCLONE_REMOTE + "src",
                CommandOnPath.RCLONE_REMOTE + "dst"),
            output -> output.contains("0 differences found")),
        new Peer(
            "aws s3 sync --dryrun",
            "--version",
            List.of(
                "aws",
                "--endpoint-url",
                endpoint.toString(),
                "s3",
                "sync",
                "s3://src",
                "s3://dst",
                "--dryrun"),
            String::isBlank),
        new Peer(
            "s5cmd --dry-run sync",
            "version",
            List.of(
                "s5cmd",
                "--endpoint-url",
                endpoint.toString(),
                "--dry-run",
                "sync",
                "s3://src/*",
                "s3://dst/"),
            String::isBlank));
  }

  boolean isInstalled() {
    return CommandOnPath.exists(command.get(0), version);
  }

  void run(CommandOnPath commands) {
    String output = commands.run(command, AWS_CLI);
    if (!saysEqual.test(output)) {
      throw new IllegalStateException(name + ": " + output);
    }
  }
}
