package io.github.s3sync.benchmarks;

import java.util.List;
import java.util.stream.Stream;

/** Selects jars of this module's class path that a function's package does not contain. */
final class Jars {

  /** The options that Lambda's own Java runtimes set. */
  static final List<String> LAMBDA_OPTIONS = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private static final List<String> OF_SERVERS =
      List.of(
          "s3sync-testing",
          "s3sync-sqs",
          "sqs-",
          "spring-",
          "micrometer-",
          "context-propagation-",
          "s3proxy-",
          "opentelemetry-",
          "guava-",
          "jimfs-",
          "jackson-dataformat-xml-",
          "jackson-core-3",
          "jackson-databind-3",
          "jakarta.",
          "elasticmq-",
          "scala",
          "pureconfig-",
          "pekko-",
          "h2-",
          "ssl-config-",
          "parboiled_",
          "spray-",
          "commons-",
          "netty-",
          "s3-transfer-manager-",
          "jmh-",
          "junit-",
          "assertj-",
          "byte-buddy-");

  private Jars() {}

  static boolean ofServers(String jar) {
    return OF_SERVERS.stream().anyMatch(jar::startsWith);
  }

  /** Returns whether it is the jar of an HTTP client other than core's dependency. */
  static boolean ofOtherHttp(String jar) {
    return Stream.of(S3Http.URL_CONNECTION, S3Http.CRT).anyMatch(http -> http.needs(jar));
  }
}
