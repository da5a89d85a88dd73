package io.github.s3sync.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.StorageClass;
import software.amazon.awssdk.services.s3.model.TaggingDirective;

class FakeS3CopyTest extends FakeS3Harness {

  private static CopyObjectRequest.Builder copy(String from, String to) {
    return CopyObjectRequest.builder()
        .sourceBucket("src")
        .sourceKey(from)
        .destinationBucket("dst")
        .destinationKey(to);
  }

  private HeadObjectResponse head(String key) {
    return s3.headObject(r -> r.bucket("dst").key(key).checksumMode(ChecksumMode.ENABLED));
  }

  @Test
  void copy_defaultDirectives_keepsWhatDescribesTheObjectOnly() {
    s3.putObject(
        r ->
            r.bucket("src")
                .key("a")
                .contentType("text/x-a")
                .cacheControl("no-store")
                .contentDisposition("inline")
                .contentEncoding("gzip")
                .contentLanguage("ko")
                .metadata(Map.of("Upper", "=?UTF-8?B?7ZWc?="))
                .tagging("k=v&%ED%95%9C=%EA%B8%80+x")
                .websiteRedirectLocation("/b")
                .storageClass(StorageClass.STANDARD_IA)
                .serverSideEncryption(ServerSideEncryption.AES256)
                .acl("bucket-owner-full-control")
                .overrideConfiguration(o -> o.putHeader("Expires", "0")),
        RequestBody.fromString("x"));

    s3.copyObject(copy("a", "b").build());

    HeadObjectResponse head = head("b");
    assertThat(head.contentType()).isEqualTo("text/x-a");
    assertThat(head.cacheControl()).isEqualTo("no-store");
    assertThat(head.contentDisposition()).isEqualTo("inline");
    assertThat(head.contentEncoding()).isEqualTo("gzip");
    assertThat(head.contentLanguage()).isEqualTo("ko");
    assertThat(head.expiresString()).isEqualTo("0");
    assertThat(head.metadata()).isEqualTo(Map.of("upper", "=?UTF-8?B?7ZWc?="));
    assertThat(head.tagCount()).isEqualTo(2);
    assertThat(head.websiteRedirectLocation()).isNull();
    assertThat(head.storageClass()).isNull();
    assertThat(head.serverSideEncryption()).isNull();
    assertThat(fake.bucket("dst").acl("b")).isEqualTo("private");
    assertThat(s3.getObjectTagging(r -> r.bucket("dst").key("b")).tagSet())
        .extracting(tag -> tag.key() + "=" + tag.value())
        .containsExactly("k=v", "한=글 x");
  }

  @Test
  void copy_replaceDirectives_keepsOnlyWhatIsSent() {
    s3.putObject(
        r -> r.bucket("src").key("a").cacheControl("no-store").tagging("k=v"),
        RequestBody.fromString("x"));

    s3.copyObject(
        copy("a", "b")
            .metadataDirective(MetadataDirective.REPLACE)
            .metadata(Map.of("m", "n"))
            .taggingDirective(TaggingDirective.REPLACE)
            .tagging("new=tag")
            .storageClass(StorageClass.GLACIER_IR)
            .acl("bucket-owner-full-control")
            .serverSideEncryption(ServerSideEncryption.AWS_KMS)
            .ssekmsKeyId("key-1")
            .bucketKeyEnabled(true)
            .websiteRedirectLocation("/c")
            .build());

    HeadObjectResponse head = head("b");
    assertThat(head.contentType()).isEqualTo("binary/octet-stream");
    assertThat(head.cacheControl()).isNull();
    assertThat(head.metadata()).isEqualTo(Map.of("m", "n"));
    assertThat(head.storageClass()).isEqualTo(StorageClass.GLACIER_IR);
    assertThat(head.serverSideEncryption()).isEqualTo(ServerSideEncryption.AWS_KMS);
    assertThat(head.ssekmsKeyId()).isEqualTo("key-1");
    assertThat(head.bucketKeyEnabled()).isTrue();
    assertThat(head.websiteRedirectLocation()).isEqualTo("/c");
    assertThat(fake.bucket("dst").acl("b")).isEqualTo("bucket-owner-full-control");
    assertThat(s3.getObjectAcl(r -> r.bucket("dst").key("b")).grants())
        .extracting(grant -> grant.grantee().id() + " " + grant.permissionAsString())
        .contains("111111111111 FULL_CONTROL");
    assertThat(s3.getObjectTagging(r -> r.bucket("dst").key("b")).tagSet())
        .singleElement()
        .satisfies(tag -> assertThat(tag.key()).isEqualTo("new"));
  }

  @Test
  void copy_sourceConditions_answer412() {
    String eTag = put("a", "x");

    s3.copyObject(copy("a", "ok").copySourceIfMatch(eTag).build());
    assertRefused(
        412,
        "PreconditionFailed",
        () -> s3.copyObject(copy("a", "b").copySourceIfMatch("\"no\"").build()));
    assertRefused(
        412,
        "PreconditionFailed",
        () -> s3.copyObject(copy("a", "b").copySourceIfNoneMatch(eTag).build()));
    assertRefused(
        412,
        "PreconditionFailed",
        () ->
            s3.copyObject(
                copy("a", "b").copySourceIfUnmodifiedSince(Instant.ofEpochSecond(9)).build()));
    assertRefused(
        412,
        "PreconditionFailed",
        () ->
            s3.copyObject(
                copy("a", "b").copySourceIfModifiedSince(Instant.now().plusSeconds(60)).build()));
    assertThat(fake.bucket("dst").keys()).containsExactly("ok");
  }

  @Test
  void copy_destinationConditions_answer412() {
    put("a", "x");

    s3.copyObject(copy("a", "b").ifNoneMatch("*").build());
    assertRefused(
        412, "PreconditionFailed", () -> s3.copyObject(copy("a", "b").ifNoneMatch("*").build()));
    assertRefused(
        412, "PreconditionFailed", () -> s3.copyObject(copy("a", "b").ifMatch("\"no\"").build()));
    s3.copyObject(copy("a", "b").ifMatch(head("b").eTag()).build());
  }

  @Test
  void copy_checksum_isCarriedOrChosen() {
    s3.putObject(
        r -> r.bucket("src").key("a").checksumAlgorithm(ChecksumAlgorithm.SHA256),
        RequestBody.fromString("x"));

    CopyObjectResponse carried = s3.copyObject(copy("a", "carried").build());
    CopyObjectResponse chosen =
        s3.copyObject(copy("a", "chosen").checksumAlgorithm(ChecksumAlgorithm.CRC64_NVME).build());

    assertThat(carried.copyObjectResult().checksumSHA256())
        .isEqualTo(head("carried").checksumSHA256())
        .isNotNull();
    assertThat(chosen.copyObjectResult().checksumCRC64NVME()).isNotNull();
    assertThat(head("chosen").checksumCRC64NVME())
        .isEqualTo(chosen.copyObjectResult().checksumCRC64NVME());
    assertThat(head("chosen").checksumType()).isEqualTo(ChecksumType.FULL_OBJECT);
    assertThat(head("chosen").checksumSHA256()).isNull();
  }

  @Test
  void copy_ontoItself_needsAChange() {
    put("a", "x");
    CopyObjectRequest.Builder self = copy("a", "a").destinationBucket("src");

    assertRefused(400, "InvalidRequest", () -> s3.copyObject(self.build()));
    s3.copyObject(self.storageClass(StorageClass.STANDARD_IA).build());
  }

  @Test
  void copy_aboveTheLimit_isRefused() {
    fake.putSynthetic("src", "limit", 5L << 30, Map.of());
    fake.putSynthetic("src", "above", (5L << 30) + 1, Map.of());

    s3.copyObject(copy("limit", "limit").build());
    assertThat(
            assertRefused(
                400, "InvalidRequest", () -> s3.copyObject(copy("above", "above").build())))
        .hasMessageContaining("maximum allowable size for a copy source: 5368709120");
    assertThat(fake.sameContent("src", "limit", "dst", "limit")).isTrue();
    // The source's eTag is that of a multipart object; S3 computes a new one for a copy in one
    // request.
    assertThat(head("limit").eTag())
        .isEqualTo(s3.headObject(r -> r.bucket("src").key("limit")).eTag().replace("-1", ""));
  }

  @Test
  void copy_missing_namesWhatIsMissing() {
    assertRefused(404, "NoSuchKey", () -> s3.copyObject(copy("a", "b").build()));
    assertRefused(
        404, "NoSuchBucket", () -> s3.copyObject(copy("a", "b").sourceBucket("none").build()));
    assertRefused(
        404, "NoSuchBucket", () -> s3.copyObject(copy("a", "b").destinationBucket("none").build()));
  }

  @Test
  void copy_archived_isRefusedUntilRestored() {
    for (StorageClass archive : List.of(StorageClass.GLACIER, StorageClass.DEEP_ARCHIVE)) {
      s3.putObject(
          r -> r.bucket("src").key("a").storageClass(archive), RequestBody.fromString("x"));

      assertRefused(403, "ObjectNotInActiveTierError", () -> s3.copyObject(copy("a", "b").build()));
      assertRefused(403, "InvalidObjectState", () -> text("src", "a"));
      fake.bucket("src").restore("a");
      s3.copyObject(copy("a", "b").build());
    }
  }

  @Test
  void restore_archived_isAskedForOnceAndEndsLater() {
    assertRefused(
        403,
        "InvalidObjectState",
        () -> {
          put("a", "x");
          restore();
        });
    s3.putObject(
        r -> r.bucket("src").key("a").storageClass("GLACIER"), RequestBody.fromString("x"));
    restore();
    assertThat(s3.headObject(r -> r.bucket("src").key("a")).restore())
        .isEqualTo("ongoing-request=\"true\"");
    assertRefused(409, "RestoreAlreadyInProgress", this::restore);
    assertRefused(403, "ObjectNotInActiveTierError", () -> s3.copyObject(copy("a", "b").build()));

    fake.bucket("src").restore("a");
    assertThat(s3.headObject(r -> r.bucket("src").key("a")).restore())
        .startsWith("ongoing-request=\"false\"");
    restore();
    s3.copyObject(copy("a", "b").build());
  }

  private void restore() {
    s3.restoreObject(r -> r.bucket("src").key("a").restoreRequest(q -> q.days(1)));
  }
}
