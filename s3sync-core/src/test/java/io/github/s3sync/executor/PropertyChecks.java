package io.github.s3sync.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.copy.CopyReceipt;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.option.Encryption;
import io.github.s3sync.option.ObjectLock;
import io.github.s3sync.request.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.Grant;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.Permission;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.StorageClass;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Tagging;

/** Checks each property of replicas, on each {@link CopyPath}. */
final class PropertyChecks {

  static final Map<String, Check> ALL = new LinkedHashMap<>();

  private static final Tagging TAGS =
      Tagging.builder().tagSet(tag("team", "data"), tag("stage", "raw")).build();
  private static final Tagging KOREAN_TAGS = Tagging.builder().tagSet(tag("팀", "자료 1+2")).build();

  static {
    ALL.put("content", PropertyChecks::content);
    ALL.put(
        "content type",
        c -> is(c.replicaOf(p -> p.contentType("text/csv")).contentType(), "text/csv"));
    ALL.put(
        "cache control",
        c -> is(c.replicaOf(p -> p.cacheControl("max-age=60")).cacheControl(), "max-age=60"));
    ALL.put(
        "content disposition",
        c ->
            is(
                c.replicaOf(p -> p.contentDisposition("attachment; filename=\"a b.txt\""))
                    .contentDisposition(),
                "attachment; filename=\"a b.txt\""));
    ALL.put(
        "content encoding",
        c -> is(c.replicaOf(p -> p.contentEncoding("gzip")).contentEncoding(), "gzip"));
    ALL.put(
        "content language",
        c -> is(c.replicaOf(p -> p.contentLanguage("ko")).contentLanguage(), "ko"));
    ALL.put(
        "no content encoding",
        c -> assertThat(c.replicaOf(p -> {}).contentEncoding()).isNullOrEmpty());
    ALL.put("content encoding aws-chunked", PropertyChecks::awsChunked);
    ALL.put("expires", PropertyChecks::expires);
    ALL.put("expires that is not a date", PropertyChecks::expiresThatIsNoDate);
    ALL.put("user metadata", PropertyChecks::metadata);
    ALL.put("user metadata RFC 2047", PropertyChecks::metadataRfc2047);
    ALL.put("user metadata not in ASCII", c -> raw(c, "x-amz-meta-title", "한글 제목 é"));
    ALL.put(
        "content disposition not in ASCII",
        c -> raw(c, "content-disposition", "attachment; filename=\"보고서 2024.pdf\""));
    ALL.put(
        "content type not in ASCII", c -> raw(c, "content-type", "text/plain; name=\"é 한.txt\""));
    ALL.put("tags", PropertyChecks::tags);
    ALL.put("tags in Korean", PropertyChecks::tagsInKorean);
    ALL.put("tags of the largest size", c -> largestTags(c, "k", "v "));
    ALL.put("tags of the largest size in Korean", c -> largestTags(c, "키", "값 "));
    ALL.put("tags not copied", PropertyChecks::tagsLeftOut);
    ALL.put("website redirect not copied", PropertyChecks::websiteRedirectLeftOut);
    ALL.put("website redirect copied", PropertyChecks::websiteRedirectKept);
    ALL.put("default storage class", PropertyChecks::storageClassDefault);
    ALL.put("storage class set by the rule", PropertyChecks::storageClassAskedFor);
    ALL.put("storage class copied", PropertyChecks::storageClassKept);
    ALL.put("encryption with S3's keys", PropertyChecks::encryptionS3);
    ALL.put("encryption with a KMS key", PropertyChecks::encryptionKms);
    ALL.put("ACL bucket-owner-full-control", PropertyChecks::aclDefault);
    ALL.put("ACL public-read", PropertyChecks::aclPublicRead);
    ALL.put("object lock", PropertyChecks::objectLock);
    ALL.put("legal hold", PropertyChecks::legalHold);
    ALL.put("checksum CRC32 of the source", PropertyChecks::checksumOfSource);
    ALL.put("checksum CRC64NVME set by the rule", PropertyChecks::checksumAskedFor);
    ALL.put("eTag of the receipt", PropertyChecks::receiptETag);
  }

  private PropertyChecks() {}

  private static void content(Copying c) {
    c.replicaOf(p -> {});
    assertThat(c.replicaContent()).isEqualTo(c.content());
  }

  private static void expires(Copying c) {
    HeadObjectResponse replica = c.replicaOf(p -> p.expires(Instant.parse("2031-01-02T03:04:05Z")));
    is(replica.expiresString(), "Thu, 02 Jan 2031 03:04:05 GMT");
  }

  private static void expiresThatIsNoDate(Copying c) {
    HeadObjectResponse replica =
        c.replicaOf(p -> p.overrideConfiguration(o -> o.putHeader("Expires", "0")));
    is(replica.expiresString(), "0");
  }

  private static void metadata(Copying c) {
    Map<String, String> metadata = Map.of("origin", "unit 7", "empty-ish", "-");
    assertThat(c.replicaOf(p -> p.metadata(metadata)).metadata()).isEqualTo(metadata);
  }

  private static void metadataRfc2047(Copying c) {
    Map<String, String> metadata = Map.of("name", "=?UTF-8?B?7ZWc6riA?=");
    assertThat(c.replicaOf(p -> p.metadata(metadata)).metadata()).isEqualTo(metadata);
  }

  /** S3 itself removes {@code aws-chunked} at the upload; some stores keep it. */
  private static void awsChunked(Copying c) {
    c.copied(c.putRaw(Map.of("content-encoding", "aws-chunked,gzip")));
    assertThat(c.replica().contentEncoding())
        .isIn(c.original().contentEncoding(), "gzip")
        .contains("gzip");
    assertThat(c.replicaContent()).isEqualTo(c.content());
  }

  private static void raw(Copying c, String header, String value) {
    c.copied(c.putRaw(Map.of(header, value)));
    HeadObjectResponse source = c.original();
    assertThat(header.contains("meta") ? source.metadata().get("title") : "").isNotNull();
    assertThat(header(c.replica(), header)).isEqualTo(header(source, header));
  }

  private static @Nullable String header(HeadObjectResponse object, String header) {
    return switch (header) {
      case "content-type" -> object.contentType();
      case "content-disposition" -> object.contentDisposition();
      default -> object.metadata().get("title");
    };
  }

  private static void tags(Copying c) {
    c.with(o -> o.tags(true)).replicaOf(p -> p.tagging(TAGS));
    assertThat(c.replicaTags()).containsExactlyInAnyOrderElementsOf(TAGS.tagSet());
  }

  private static void tagsInKorean(Copying c) {
    c.with(o -> o.tags(true)).replicaOf(p -> p.tagging(KOREAN_TAGS));
    assertThat(c.replicaTags()).containsExactlyElementsOf(KOREAN_TAGS.tagSet());
  }

  private static void largestTags(Copying c, String key, String value) {
    List<Tag> tags =
        IntStream.range(0, 10).mapToObj(i -> tag(key.repeat(127) + i, value.repeat(128))).toList();
    ObjectEvent event = c.with(o -> o.tags(true)).put(p -> {});
    c.tag(tags);
    c.copied(event);
    assertThat(c.replicaTags()).containsExactlyInAnyOrderElementsOf(tags);
  }

  private static void tagsLeftOut(Copying c) {
    c.with(o -> o.tags(false)).replicaOf(p -> p.tagging(TAGS));
    assertThat(c.replicaTags()).isEmpty();
  }

  private static void websiteRedirectLeftOut(Copying c) {
    HeadObjectResponse replica = c.replicaOf(p -> p.websiteRedirectLocation("/elsewhere"));
    assertThat(replica.websiteRedirectLocation()).isNull();
  }

  private static void websiteRedirectKept(Copying c) {
    HeadObjectResponse replica =
        c.with(o -> o.keepWebsiteRedirect(true))
            .replicaOf(p -> p.websiteRedirectLocation("/elsewhere"));
    is(replica.websiteRedirectLocation(), "/elsewhere");
  }

  private static void storageClassDefault(Copying c) {
    HeadObjectResponse replica = c.replicaOf(p -> p.storageClass(StorageClass.STANDARD_IA));
    // S3 omits the header for STANDARD, but S3Proxy does not.
    assertThat(replica.storageClass()).isIn(null, StorageClass.STANDARD);
  }

  private static void storageClassAskedFor(Copying c) {
    HeadObjectResponse replica = c.with(o -> o.storageClass("STANDARD_IA")).replicaOf(p -> {});
    is(replica.storageClassAsString(), "STANDARD_IA");
  }

  private static void storageClassKept(Copying c) {
    HeadObjectResponse replica =
        c.with(o -> o.keepStorageClass(true))
            .replicaOf(p -> p.storageClass(StorageClass.ONEZONE_IA));
    is(replica.storageClassAsString(), "ONEZONE_IA");
  }

  private static void encryptionS3(Copying c) {
    HeadObjectResponse replica = c.with(o -> o.encryption(Encryption.aes256())).replicaOf(p -> {});
    assertThat(replica.serverSideEncryption()).isEqualTo(ServerSideEncryption.AES256);
  }

  private static void encryptionKms(Copying c) {
    String key = "arn:aws:kms:us-east-1:222222222222:key/contract";
    HeadObjectResponse replica = c.with(o -> o.encryption(Encryption.kms(key))).replicaOf(p -> {});
    assertThat(replica.serverSideEncryption()).isEqualTo(ServerSideEncryption.AWS_KMS);
    is(replica.ssekmsKeyId(), key);
  }

  private static void aclDefault(Copying c) {
    c.with(o -> o.acl("bucket-owner-full-control")).replicaOf(p -> {});
    assertThat(grants(c)).anyMatch(grant -> grant.permission() == Permission.FULL_CONTROL);
  }

  private static void aclPublicRead(Copying c) {
    c.with(o -> o.acl("public-read")).replicaOf(p -> {});
    assertThat(grants(c))
        .anyMatch(
            grant ->
                grant.permission() == Permission.READ
                    && String.valueOf(grant.grantee().uri()).endsWith("/AllUsers"));
  }

  private static void objectLock(Copying c) {
    HeadObjectResponse replica =
        c.toLocked()
            .with(o -> o.objectLock(ObjectLock.governance(Duration.ofDays(1))))
            .replicaOf(p -> {});
    assertThat(replica.objectLockMode()).isEqualTo(ObjectLockMode.GOVERNANCE);
    assertThat(replica.objectLockRetainUntilDate())
        .isBetween(Instant.now(), Instant.now().plus(Duration.ofDays(1)));
  }

  private static void legalHold(Copying c) {
    HeadObjectResponse replica =
        c.toLocked()
            .with(o -> o.objectLock(ObjectLock.builder().legalHold(true).build()))
            .replicaOf(p -> {});
    assertThat(replica.objectLockLegalHoldStatus()).isEqualTo(ObjectLockLegalHoldStatus.ON);
  }

  private static void checksumOfSource(Copying c) {
    HeadObjectResponse replica = c.replicaOf(p -> p.checksumAlgorithm(ChecksumAlgorithm.CRC32));
    String source = c.original().checksumCRC32();
    assertThat(source).isNotNull();
    is(replica.checksumCRC32(), source);
  }

  private static void checksumAskedFor(Copying c) {
    HeadObjectResponse replica = c.with(o -> o.checksumAlgorithm("CRC64NVME")).replicaOf(p -> {});
    assertThat(replica.checksumCRC64NVME()).isNotNull();
  }

  private static void receiptETag(Copying c) {
    CopyReceipt receipt = c.copied(c.put(p -> {}));
    is(receipt.eTag(), Source.unquoted(c.replica().eTag()));
    assertThat(receipt.bytes()).isEqualTo(c.content().length);
  }

  private static List<Grant> grants(Copying c) {
    return c.replicaClient()
        .getObjectAcl(r -> r.bucket(c.replicaBucket()).key(c.replicaKey()))
        .grants();
  }

  private static void is(String actual, String expected) {
    assertThat(actual).isEqualTo(expected);
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }
}
