package io.github.s3sync.benchmarks;

import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Lists the HTTP clients that the SDK has for synchronous calls, and the jars that each of them
 * needs.
 */
enum S3Http {
  APACHE5("apache5-client-", "httpclient5-", "httpcore5-"),
  URL_CONNECTION("url-connection-client-"),
  CRT("aws-crt-client-", "aws-crt-", "http-auth-aws-crt-");

  /** More than the maximum number of measured threads. */
  private static final int CONNECTIONS = 96;

  @SuppressWarnings("ImmutableEnumChecker") // List.of
  private final List<String> jars;

  S3Http(String... jars) {
    this.jars = List.of(jars);
  }

  /** Returns a client for a server of this module; the caller closes it. */
  S3Client client(URI endpoint) {
    return client(endpoint, credentials());
  }

  S3Client client(URI endpoint, AwsCredentialsProvider credentials) {
    return S3Client.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .forcePathStyle(true)
        .credentialsProvider(credentials)
        // Older versions of Ceph refuse the checksums of the SDK.
        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
        .httpClientBuilder(http())
        .build();
  }

  static AwsCredentialsProvider credentials() {
    return StaticCredentialsProvider.create(
        AwsBasicCredentials.create(ServerProcess.ACCESS_KEY, ServerProcess.SECRET_KEY));
  }

  // One method each, so that a JVM without the jars of the others can run it.
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

  /** Returns the size of the jars that the rest of an S3 client does not need. */
  double jarMegabytes() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .filter(entry -> needs(entry.getFileName().toString()))
            .mapToLong(entry -> entry.toFile().length())
            .sum()
        / 1e6;
  }
}
