package io.github.s3sync.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.StorageClass;
import software.amazon.awssdk.services.s3.model.Tag;

class FakeS3ObjectTest extends FakeS3Harness {

  static List<String> awkwardKeys() {
    return List.of(
        "a//b",
        "/leading",
        "//",
        "a/../b",
        "../up",
        "a/./b",
        "a/..",
        "./x",
        "\u0001",
        "a b+c%2Fd%",
        "?#&=;:@!$'()*,~[]{}|^`\"<>\\",
        "한글/카페 é.txt",
        "\u1112\u1161\u11ab",
        "😀\uFFFD\uE000",
        "tab\tnewline\n",
        "folder/",
        " ",
        "x?versionId=1",
        "k".repeat(1024),
        "한".repeat(341));
  }

  @ParameterizedTest
  @MethodSource("awkwardKeys")
  void key_anyBytes_survivesPutCopyAndList(String key) {
    put(key, "x");
    s3.copyObject(
        r -> r.sourceBucket("src").sourceKey(key).destinationBucket("dst").destinationKey(key));

    assertThat(text("dst", key)).isEqualTo("x");
    assertThat(fake.bucket("dst").keys()).containsExactly(key);
    assertThat(s3.listObjectsV2(r -> r.bucket("dst").encodingType(EncodingType.URL)).contents())
        .singleElement()
        .satisfies(object -> assertThat(object.key()).isEqualTo(key));
    s3.deleteObject(r -> r.bucket("dst").key(key));
    assertThat(fake.bucket("dst").keys()).isEmpty();
  }

  @Test
  void key_above1024Bytes_isTooLong() {
    assertRefused(400, "KeyTooLongError", () -> put("k".repeat(1025), "x"));
    assertRefused(400, "KeyTooLongError", () -> put("한".repeat(342), "x"));
  }

  @Test
  void put_everyHeader_comesBack() {
    s3.putObject(
        r ->
            r.bucket("src")
                .key("a")
                .metadata(Map.of("CamelCase", " v "))
                .storageClass(StorageClass.ONEZONE_IA)
                .objectLockLegalHoldStatus(ObjectLockLegalHoldStatus.ON)
                .tagging("a=1&b=2")
                .acl("public-read"),
        RequestBody.fromBytes(new byte[0]));

    HeadObjectResponse head = s3.headObject(r -> r.bucket("src").key("a"));
    assertThat(head.contentType()).isEqualTo("application/octet-stream");
    assertThat(head.contentLength()).isZero();
    assertThat(head.metadata()).containsOnlyKeys("camelcase");
    assertThat(head.storageClass()).isEqualTo(StorageClass.ONEZONE_IA);
    assertThat(head.objectLockLegalHoldStatus()).isEqualTo(ObjectLockLegalHoldStatus.ON);
    assertThat(head.tagCount()).isEqualTo(2);
    assertThat(head.eTag()).isEqualTo("\"d41d8cd98f00b204e9800998ecf8427e\"");
    assertThat(s3.getObjectAcl(r -> r.bucket("src").key("a")).grants())
        .extracting(grant -> grant.grantee().uri() + " " + grant.permissionAsString())
        .contains("http://acs.amazonaws.com/groups/global/AllUsers READ");
  }

  @Test
  void put_aclWhenOwnerEnforced_isRefused() {
    fake.bucket("dst").enforceOwner();

    assertRefused(
        400,
        "AccessControlListNotSupported",
        () ->
            s3.putObject(
                r -> r.bucket("dst").key("a").acl("private"), RequestBody.fromString("x")));
    s3.putObject(
        r -> r.bucket("dst").key("a").acl("bucket-owner-full-control"),
        RequestBody.fromString("x"));
    assertThat(fake.bucket("dst").acl("a")).isEqualTo("bucket-owner-full-control");
  }

  @Test
  void put_metadataAbove2KiB_isRefused() {
    assertThat(putMetadata(2048 - 1)).isNull();
    assertThat(putMetadata(2048)).isNotNull();
  }

  private @Nullable S3Exception putMetadata(int valueBytes) {
    return catchThrowableOfType(
        S3Exception.class,
        () ->
            s3.putObject(
                r -> r.bucket("src").key("a").metadata(Map.of("m", "v".repeat(valueBytes))),
                RequestBody.fromString("x")));
  }

  @Test
  void put_conditions_answer412() {
    String eTag = put("a", "x");

    assertRefused(
        412,
        "PreconditionFailed",
        () ->
            s3.putObject(
                r -> r.bucket("src").key("a").ifNoneMatch("*"), RequestBody.fromString("y")));
    assertRefused(
        412,
        "PreconditionFailed",
        () ->
            s3.putObject(
                r -> r.bucket("src").key("a").ifMatch("\"no\""), RequestBody.fromString("y")));
    s3.putObject(r -> r.bucket("src").key("a").ifMatch(eTag), RequestBody.fromString("y"));
    assertThat(text("src", "a")).isEqualTo("y");
  }

  @Test
  void put_ifNoneMatchRace_hasOneWinner() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(16);
    for (int round = 0; round < 10; round++) {
      String key = "race" + round;
      Callable<Integer> writer =
          () -> {
            try {
              s3.putObject(
                  r -> r.bucket("dst").key(key).ifNoneMatch("*"), RequestBody.fromString(key));
              return 1;
            } catch (S3Exception e) {
              assertThat(e.statusCode()).isEqualTo(412);
              return 0;
            }
          };
      List<Callable<Integer>> writers = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        writers.add(writer);
      }
      int winners = 0;
      for (Future<Integer> result : pool.invokeAll(writers)) {
        winners += result.get();
      }
      assertThat(winners).isEqualTo(1);
    }
    pool.shutdown();
  }

  @Test
  void put_checksums_areVerifiedAndReturned() {
    for (ChecksumAlgorithm algorithm :
        List.of(
            ChecksumAlgorithm.CRC32,
            ChecksumAlgorithm.CRC32_C,
            ChecksumAlgorithm.SHA1,
            ChecksumAlgorithm.SHA256)) {
      s3.putObject(
          r -> r.bucket("src").key("a").checksumAlgorithm(algorithm), RequestBody.fromString("x"));
    }
    HeadObjectResponse head =
        s3.headObject(r -> r.bucket("src").key("a").checksumMode(ChecksumMode.ENABLED));
    assertThat(head.checksumSHA256()).isEqualTo("LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE=");
    assertThat(head.checksumType()).isEqualTo(ChecksumType.FULL_OBJECT);
    assertThat(s3.headObject(r -> r.bucket("src").key("a")).checksumSHA256()).isNull();
    assertRefused(
        400,
        "BadDigest",
        () ->
            s3.putObject(
                r -> r.bucket("src").key("b").checksumCRC32("AAAAAA=="),
                RequestBody.fromString("x")));
    assertThat(fake.bucket("src").keys()).containsExactly("a");
  }

  @Test
  void crc64Nvme_checkString_isTheCataloguedValue() {
    Crc64Nvme crc = new Crc64Nvme();
    crc.update("123456789".getBytes(StandardCharsets.UTF_8));
    assertThat(crc.getValue()).isEqualTo(0xAE8B14860A799888L);
  }

  @Test
  void get_range_isPartOfIt() {
    put("a", "0123456789");

    assertThat(s3.getObjectAsBytes(r -> r.bucket("src").key("a").range("bytes=2-4")).asUtf8String())
        .isEqualTo("234");
    assertThat(s3.getObjectAsBytes(r -> r.bucket("src").key("a").range("bytes=-3")).asUtf8String())
        .isEqualTo("789");
    assertRefused(
        416,
        "InvalidRange",
        () -> s3.getObjectAsBytes(r -> r.bucket("src").key("a").range("bytes=10-")));
  }

  @Test
  void get_conditions_answer412Or304() {
    String eTag = put("a", "x");

    assertRefused(
        412,
        "PreconditionFailed",
        () -> s3.getObjectAsBytes(r -> r.bucket("src").key("a").ifMatch("\"no\"")));
    assertStatus(304, () -> s3.getObjectAsBytes(r -> r.bucket("src").key("a").ifNoneMatch(eTag)));
  }

  @Test
  void tags_putGetDelete_replaceTheSet() {
    put("a", "x");
    Tag tag = Tag.builder().key("열쇠").value("값 +%&=").build();
    s3.putObjectTagging(r -> r.bucket("src").key("a").tagging(t -> t.tagSet(tag)));

    assertThat(s3.getObjectTagging(r -> r.bucket("src").key("a")).tagSet()).containsExactly(tag);
    s3.deleteObjectTagging(r -> r.bucket("src").key("a"));
    assertThat(s3.headObject(r -> r.bucket("src").key("a")).tagCount()).isNull();
  }

  @Test
  void list_pagesAndGroups_inUtf8Order() {
    List<String> keys = List.of("a/1", "a/2", "b", "c/1", "\uE000", "😀");
    keys.forEach(key -> put(key, "x"));

    assertThat(
            s3.listObjectsV2Paginator(r -> r.bucket("src").maxKeys(2)).contents().stream()
                .map(object -> object.key()))
        .containsExactlyElementsOf(keys);
    assertThat(
            s3
                .listObjectsV2Paginator(r -> r.bucket("src").delimiter("/").maxKeys(1))
                .commonPrefixes()
                .stream()
                .map(prefix -> prefix.prefix()))
        .containsExactly("a/", "c/");
    assertThat(s3.listObjectsV2(r -> r.bucket("src").prefix("a/").startAfter("a/1")).contents())
        .hasSize(1);
  }

  @Test
  void deleteObjects_severalKeys_removesThem() {
    List.of("a", "b&<", "c").forEach(key -> put(key, "x"));

    s3.deleteObjects(
        r -> r.bucket("src").delete(d -> d.objects(identifier("a"), identifier("b&<"))));
    assertThat(fake.bucket("src").keys()).containsExactly("c");
  }

  private static ObjectIdentifier identifier(String key) {
    return ObjectIdentifier.builder().key(key).build();
  }

  @Test
  void buckets_createHeadList_areThere() {
    s3.createBucket(r -> r.bucket("third"));

    assertThat(s3.listBuckets().buckets()).extracting(b -> b.name()).contains("src", "third");
    s3.headBucket(r -> r.bucket("third"));
    assertStatus(404, () -> s3.headBucket(r -> r.bucket("none")));
    s3.deleteBucket(r -> r.bucket("third"));
    assertStatus(404, () -> s3.headBucket(r -> r.bucket("third")));
  }
}
