package io.github.s3sync.benchmarks;

import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** The HTTP clients that the SDK has for synchronous calls, and the jars that each one needs. */
enum S3Http {
  APACHE5("apache5-client-", "httpclient5-", "httpcore5-"),
  URL_CONNECTION("url-connection-client-"),
  CRT("aws-crt-client-", "aws-crt-", "http-auth-aws-crt-");

  /** As many as the most threads that are measured, and some to spare. */
  private static final int CONNECTIONS = 64;

  @SuppressWarnings("ImmutableEnumChecker") // List.of
  private final List<String> jars;

  S3Http(String... jars) {
    this.jars = List.of(jars);
  }

  /** A client for a server of this module; whoever calls closes it. */
  S3Client client(URI endpoint) {
    return S3Client.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .forcePathStyle(true)
        .credentialsProvider(credentials())
        .httpClientBuilder(http())
        .build();
  }

  static AwsCredentialsProvider credentials() {
    return StaticCredentialsProvider.create(
        AwsBasicCredentials.create(ServerProcess.ACCESS_KEY, ServerProcess.SECRET_KEY));
  }

  // One method each, so that a JVM without the others' jars can run one.
  private SdkHttpClient.Builder<?> http() {
    return switch (this) {
      case APACHE5 -> Apache5HttpClient.builder().maxConnections(CONNECTIONS);
      case URL_CONNECTION -> UrlConnectionHttpClient.builder();
      case CRT -> AwsCrtHttpClient.builder().maxConcurrency(CONNECTIONS);
    };
  }

  boolean needs(String jar) {
    return jars.stream().anyMatch(jar::startsWith);
  }

  /** The size of the jars that nothing else on the class path of an S3 client needs. */
  double jarMegabytes() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .filter(entry -> needs(entry.getFileName().toString()))
            .mapToLong(entry -> entry.toFile().length())
            .sum()
        / 1e6;
  }
}
