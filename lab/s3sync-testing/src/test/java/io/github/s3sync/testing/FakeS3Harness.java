package io.github.s3sync.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Provides an empty fake with the buckets {@code src} and {@code dst}, and the SDK's client. */
class FakeS3Harness {

  final FakeS3 fake = FakeS3.start();
  final S3Client s3 = fake.client();

  @BeforeEach
  void createBuckets() {
    fake.createBucket("src");
    fake.createBucket("dst");
  }

  @AfterEach
  void close() {
    fake.close();
  }

  String put(String key, String text) {
    return s3.putObject(r -> r.bucket("src").key(key), RequestBody.fromString(text)).eTag();
  }

  String text(String bucket, String key) {
    return s3.getObjectAsBytes(r -> r.bucket(bucket).key(key)).asUtf8String();
  }

  static S3Exception assertRefused(int status, String code, ThrowingCallable call) {
    S3Exception refused = catchThrowableOfType(S3Exception.class, call);
    assertThat(refused).as("must be refused with %s", code).isNotNull();
    assertThat(refused.statusCode()).as(code).isEqualTo(status);
    assertThat(refused.awsErrorDetails().errorCode()).isEqualTo(code);
    return refused;
  }

  static S3Exception assertStatus(int status, ThrowingCallable call) {
    S3Exception refused = catchThrowableOfType(S3Exception.class, call);
    assertThat(refused).as("must be refused with %d", status).isNotNull();
    assertThat(refused.statusCode()).isEqualTo(status);
    return refused;
  }
}
