package io.github.s3sync.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

class S3ProxyServerIT {
  private static S3ProxyServer server;

  @BeforeAll
  static void start() {
    server =
        S3ProxyServer.builder()
            .identity("writer", "w-secret", "src")
            .identity("reader", "r-secret", "dst")
            .identity("replicator", "x-secret", "src", "dst", "missing")
            .start();
    server.createBucket("src");
    server.createBucket("dst");
    server.client("writer").putObject(p -> p.bucket("src").key("k"), RequestBody.fromString("v"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void copy_identityOfBothBuckets_isAllowed() {
    copyAs("replicator");

    assertThat(
            server.client("reader").getObjectAsBytes(g -> g.bucket("dst").key("k")).asUtf8String())
        .isEqualTo("v");
  }

  @Test
  void put_identityWithoutTheBucket_isDenied() {
    assertThatExceptionOfType(S3Exception.class)
        .isThrownBy(
            () ->
                server
                    .client("writer")
                    .putObject(p -> p.bucket("dst").key("k"), RequestBody.fromString("v")))
        .satisfies(e -> assertDenied(e, "InvalidAccessKeyId"));
  }

  @Test
  void copy_identityWithoutTheSource_isDenied() {
    assertThatExceptionOfType(S3Exception.class)
        .isThrownBy(() -> copyAs("reader"))
        .satisfies(e -> assertDenied(e, "AccessDenied"));
  }

  @Test
  void get_wrongSecret_isDenied() {
    AwsBasicCredentials guess = AwsBasicCredentials.create("writer", "guess");
    try (S3Client forger =
        S3Client.builder()
            .endpointOverride(server.endpoint())
            .region(Region.US_EAST_1)
            .forcePathStyle(true)
            .credentialsProvider(StaticCredentialsProvider.create(guess))
            .build()) {
      assertThatExceptionOfType(S3Exception.class)
          .isThrownBy(() -> forger.getObjectAsBytes(g -> g.bucket("src").key("k")))
          .satisfies(e -> assertDenied(e, "SignatureDoesNotMatch"));
    }
  }

  @Test
  void get_missingBucketWithGrant_isNoSuchBucket() {
    assertThatExceptionOfType(S3Exception.class)
        .isThrownBy(
            () -> server.client("replicator").getObjectAsBytes(g -> g.bucket("missing").key("k")))
        .satisfies(e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("NoSuchBucket"));
  }

  @Test
  void client_unknownAccessKey_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> server.client("nobody"))
        .withMessageContaining("nobody");
  }

  private static void copyAs(String accessKey) {
    server
        .client(accessKey)
        .copyObject(
            c -> c.sourceBucket("src").sourceKey("k").destinationBucket("dst").destinationKey("k"));
  }

  private static void assertDenied(S3Exception e, String code) {
    assertThat(e.statusCode()).isEqualTo(403);
    assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
  }
}
