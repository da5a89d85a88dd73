package io.github.s3sync.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;

class FakeS3VersionTest extends FakeS3Harness {

  @BeforeEach
  void enableVersioning() {
    put("old", "before");
    fake.enableVersioning("src");
  }

  private String putVersion(String text) {
    return s3.putObject(r -> r.bucket("src").key("a"), RequestBody.fromString(text)).versionId();
  }

  private String text(String key, String versionId, String bucket) {
    return s3.getObjectAsBytes(r -> r.bucket(bucket).key(key).versionId(versionId)).asUtf8String();
  }

  @Test
  void version_named_isReadAndCopied() {
    String first = putVersion("1");
    String second = putVersion("2");

    assertThat(first).isNotEqualTo(second);
    assertThat(text("a", first, "src")).isEqualTo("1");
    assertThat(text("old", "null", "src")).isEqualTo("before");
    assertThat(s3.headObject(r -> r.bucket("src").key("a")).versionId()).isEqualTo(second);
    CopyObjectResponse copied =
        s3.copyObject(
            r ->
                r.sourceBucket("src")
                    .sourceKey("a")
                    .sourceVersionId(first)
                    .destinationBucket("dst")
                    .destinationKey("a"));
    assertThat(copied.copySourceVersionId()).isEqualTo(first);
    assertThat(copied.versionId()).isNull();
    assertThat(text("dst", "a")).isEqualTo("1");
    assertRefused(404, "NoSuchVersion", () -> text("a", "unknown", "src"));
  }

  @Test
  void delete_versioned_addsAMarker() {
    String first = putVersion("1");
    DeleteObjectResponse deleted = s3.deleteObject(r -> r.bucket("src").key("a"));

    assertThat(deleted.deleteMarker()).isTrue();
    assertRefused(404, "NoSuchKey", () -> text("src", "a"));
    assertStatus(
        405, () -> s3.headObject(r -> r.bucket("src").key("a").versionId(deleted.versionId())));
    assertRefused(
        404,
        "NoSuchKey",
        () ->
            s3.copyObject(
                r ->
                    r.sourceBucket("src")
                        .sourceKey("a")
                        .destinationBucket("dst")
                        .destinationKey("a")));
    assertRefused(
        400,
        "InvalidRequest",
        () ->
            s3.copyObject(
                r ->
                    r.sourceBucket("src")
                        .sourceKey("a")
                        .sourceVersionId(deleted.versionId())
                        .destinationBucket("dst")
                        .destinationKey("a")));
    assertThat(text("a", first, "src")).isEqualTo("1");
    s3.deleteObject(r -> r.bucket("src").key("a").versionId(deleted.versionId()));
    assertThat(text("src", "a")).isEqualTo("1");
    s3.putObject(r -> r.bucket("src").key("b").ifNoneMatch("*"), RequestBody.fromString("new key"));
  }

  @Test
  void put_suspended_writesTheNullVersion() {
    String first = putVersion("1");
    fake.bucket("src").suspendVersioning();

    assertThat(putVersion("2")).isEqualTo("null");
    assertThat(putVersion("3")).isEqualTo("null");
    assertThat(text("a", first, "src")).isEqualTo("1");
    assertThat(s3.listObjectVersions(r -> r.bucket("src").prefix("a")).versions())
        .extracting(version -> version.versionId())
        .containsExactly("null", first);
  }
}
