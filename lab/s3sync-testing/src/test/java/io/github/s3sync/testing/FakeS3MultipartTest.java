package io.github.s3sync.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyPartResult;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

class FakeS3MultipartTest extends FakeS3Harness {

  private static final int PART = 1024;

  private String create() {
    fake.minimumPartBytes(PART);
    return s3.createMultipartUpload(r -> r.bucket("dst").key("a")).uploadId();
  }

  private CompletedPart upload(String id, int number, int size) {
    UploadPartResponse part =
        s3.uploadPart(
            r -> r.bucket("dst").key("a").uploadId(id).partNumber(number),
            RequestBody.fromBytes(bytes(number, size)));
    return CompletedPart.builder()
        .partNumber(number)
        .eTag(part.eTag())
        .checksumCRC32(part.checksumCRC32())
        .build();
  }

  private static byte[] bytes(int number, int size) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) number);
    return bytes;
  }

  private CompletedPart copyPart(String id, int number, String key, long from, long to) {
    CopyPartResult part =
        s3.uploadPartCopy(
                r ->
                    r.sourceBucket("src")
                        .sourceKey(key)
                        .destinationBucket("dst")
                        .destinationKey("a")
                        .uploadId(id)
                        .partNumber(number)
                        .copySourceRange("bytes=" + from + "-" + (to - 1)))
            .copyPartResult();
    return CompletedPart.builder()
        .partNumber(number)
        .eTag(part.eTag())
        .checksumCRC32(part.checksumCRC32())
        .checksumSHA256(part.checksumSHA256())
        .checksumCRC64NVME(part.checksumCRC64NVME())
        .build();
  }

  private static CompleteMultipartUploadRequest.Builder completion(
      String id, List<CompletedPart> parts) {
    return CompleteMultipartUploadRequest.builder()
        .bucket("dst")
        .key("a")
        .uploadId(id)
        .multipartUpload(m -> m.parts(parts));
  }

  private HeadObjectResponse head(String bucket, String key) {
    return s3.headObject(r -> r.bucket(bucket).key(key).checksumMode(ChecksumMode.ENABLED));
  }

  @Test
  void complete_threeParts_joinsThem() {
    String id = create();
    List<CompletedPart> parts =
        List.of(upload(id, 1, PART), upload(id, 2, PART + 1), upload(id, 7, 1));

    assertThat(fake.openUploads()).isEqualTo(1);
    assertThat(s3.listParts(r -> r.bucket("dst").key("a").uploadId(id)).parts()).hasSize(3);
    assertThat(s3.listMultipartUploads(r -> r.bucket("dst")).uploads())
        .extracting(upload -> upload.uploadId())
        .containsExactly(id);
    CompleteMultipartUploadResponse done =
        s3.completeMultipartUpload(
            completion(id, parts).mpuObjectSize(2L * PART + 2).ifNoneMatch("*").build());

    assertThat(done.eTag()).endsWith("-3\"");
    assertThat(fake.openUploads()).isZero();
    assertThat(s3.getObjectAsBytes(r -> r.bucket("dst").key("a")).asByteArray())
        .hasSize(2 * PART + 2)
        .endsWith(2, 7);
    HeadObjectResponse second = s3.headObject(r -> r.bucket("dst").key("a").partNumber(2));
    assertThat(second.partsCount()).isEqualTo(3);
    assertThat(second.contentLength()).isEqualTo(PART + 1);
    assertRefused(
        404, "NoSuchUpload", () -> s3.completeMultipartUpload(completion(id, parts).build()));
  }

  @Test
  void complete_wrongParts_areRefused() {
    String id = create();
    CompletedPart small = upload(id, 1, PART - 1);
    CompletedPart large = upload(id, 2, PART);
    CompletedPart wrong = large.toBuilder().eTag("\"no\"").build();

    assertRefused(
        400,
        "EntityTooSmall",
        () -> s3.completeMultipartUpload(completion(id, List.of(small, large)).build()));
    assertRefused(
        400,
        "InvalidPartOrder",
        () -> s3.completeMultipartUpload(completion(id, List.of(large, small)).build()));
    assertRefused(
        400,
        "InvalidPart",
        () -> s3.completeMultipartUpload(completion(id, List.of(wrong)).build()));
    assertRefused(
        400,
        "InvalidRequest",
        () -> s3.completeMultipartUpload(completion(id, List.of(large)).mpuObjectSize(1L).build()));
    put("a", "x");
    s3.copyObject(
        r -> r.sourceBucket("src").sourceKey("a").destinationBucket("dst").destinationKey("a"));
    assertRefused(
        412,
        "PreconditionFailed",
        () -> s3.completeMultipartUpload(completion(id, List.of(large)).ifNoneMatch("*").build()));
    assertThat(fake.openUploads()).isEqualTo(1);
    s3.completeMultipartUpload(
        completion(id, List.of(large)).ifMatch(head("dst", "a").eTag()).build());
  }

  @Test
  void abort_open_endsIt() {
    String id = create();
    s3.abortMultipartUpload(r -> r.bucket("dst").key("a").uploadId(id));

    assertThat(fake.openUploads()).isZero();
    assertRefused(404, "NoSuchUpload", () -> upload(id, 1, 1));
    assertRefused(
        404,
        "NoSuchUpload",
        () -> s3.abortMultipartUpload(r -> r.bucket("dst").key("a").uploadId(id)));
  }

  @Test
  void copyPart_wrongSource_isRefused() {
    String id = create();
    put("s", "x".repeat(2 * PART));
    put("small", "x".repeat(PART));

    assertRefused(400, "InvalidArgument", () -> copyPart(id, 1, "s", 0, 2 * PART + 1));
    assertRefused(400, "InvalidRequest", () -> copyPart(id, 1, "small", 0, PART));
    assertRefused(404, "NoSuchKey", () -> copyPart(id, 1, "none", 0, 1));
    assertRefused(
        412,
        "PreconditionFailed",
        () ->
            s3.uploadPartCopy(
                r ->
                    r.sourceBucket("src")
                        .sourceKey("s")
                        .destinationBucket("dst")
                        .destinationKey("a")
                        .uploadId(id)
                        .partNumber(1)
                        .copySourceIfMatch("\"no\"")));
  }

  @Test
  void copyParts_above5GiB_makeTheSameObject() {
    long size = (5L << 30) + 12_345;
    long part = 512L << 20;
    fake.putSynthetic(
        "src", "huge", size, Map.of("x-amz-checksum-algorithm", "CRC64NVME", "x-amz-meta-m", "n"));
    HeadObjectResponse source = head("src", "huge");
    String id =
        s3.createMultipartUpload(
                r ->
                    r.bucket("dst")
                        .key("a")
                        .checksumAlgorithm(ChecksumAlgorithm.CRC64_NVME)
                        .checksumType(ChecksumType.FULL_OBJECT)
                        .metadata(source.metadata())
                        .tagging("k=v"))
            .uploadId();
    List<CompletedPart> parts = new ArrayList<>();
    for (long from = 0; from < size; from += part) {
      parts.add(copyPart(id, parts.size() + 1, "huge", from, Math.min(size, from + part)));
    }

    assertRefused(
        400,
        "BadDigest",
        () ->
            s3.completeMultipartUpload(
                completion(id, parts).checksumCRC64NVME("AAAAAAAAAAA=").build()));
    s3.completeMultipartUpload(
        completion(id, parts)
            .mpuObjectSize(size)
            .checksumType(ChecksumType.FULL_OBJECT)
            .checksumCRC64NVME(source.checksumCRC64NVME())
            .build());

    HeadObjectResponse copy = head("dst", "a");
    assertThat(copy.contentLength()).isEqualTo(size);
    assertThat(copy.checksumCRC64NVME()).isEqualTo(source.checksumCRC64NVME());
    assertThat(copy.metadata()).isEqualTo(Map.of("m", "n"));
    assertThat(copy.tagCount()).isEqualTo(1);
    assertThat(copy.eTag()).endsWith("-11\"");
    assertThat(fake.sameContent("src", "huge", "dst", "a")).isTrue();
    assertThat(
            s3.getObjectAsBytes(r -> r.bucket("dst").key("a").range("bytes=600000000-600000099"))
                .asByteArray())
        .isEqualTo(
            s3.getObjectAsBytes(r -> r.bucket("src").key("huge").range("bytes=600000000-600000099"))
                .asByteArray());
  }

  @Test
  void complete_composite_needsThePartChecksums() {
    fake.minimumPartBytes(PART);
    String id =
        s3.createMultipartUpload(
                r -> r.bucket("dst").key("a").checksumAlgorithm(ChecksumAlgorithm.SHA256))
            .uploadId();
    put("s", "x".repeat(2 * PART));
    CompletedPart part = copyPart(id, 1, "s", 0, PART);
    CompletedPart bare = part.toBuilder().checksumSHA256(null).build();

    assertRefused(
        400,
        "InvalidRequest",
        () -> s3.completeMultipartUpload(completion(id, List.of(bare)).build()));
    CompleteMultipartUploadResponse done =
        s3.completeMultipartUpload(completion(id, List.of(part)).build());
    assertThat(done.checksumSHA256()).endsWith("-1");
    assertThat(done.checksumType()).isEqualTo(ChecksumType.COMPOSITE);
  }

  @Test
  void create_impossibleChecksumType_isRefused() {
    assertRefused(
        400,
        "InvalidRequest",
        () ->
            s3.createMultipartUpload(
                r ->
                    r.bucket("dst")
                        .key("a")
                        .checksumAlgorithm(ChecksumAlgorithm.SHA256)
                        .checksumType(ChecksumType.FULL_OBJECT)));
  }
}
