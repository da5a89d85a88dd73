package io.github.s3sync.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.copy.CopyException;
import io.github.s3sync.copy.CopyReceipt;
import io.github.s3sync.copy.CopyResult;
import io.github.s3sync.option.TransferMode;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.testing.Fault;
import io.github.s3sync.testing.RecordedRequest;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Tagging;

/** Checks the differences of stores other than S3, on all paths. */
class OtherStoresTest {

  private final CopyFixture with = new CopyFixture();

  @AfterEach
  void stop() {
    with.close();
  }

  private CopyResult copy(CopyPath path, Tag... tags) {
    return copy(path, null, tags);
  }

  private CopyResult copy(CopyPath path, @Nullable String encoding, Tag... tags) {
    put(path, encoding, tags);
    return with.execute(with.head(path.content().length));
  }

  private void put(CopyPath path, @Nullable String encoding, Tag... tags) {
    with.options.transfer(path.transfer());
    with.s3
        .client()
        .putObject(
            r -> r.bucket("src").key("k").contentEncoding(encoding),
            RequestBody.fromBytes(path.content()));
    if (tags.length > 0) {
      with.s3
          .client()
          .putObjectTagging(
              r -> r.bucket("src").key("k").tagging(Tagging.builder().tagSet(tags).build()));
    }
    with.s3.clearRequests();
  }

  private List<Tag> replicaTags() {
    return with.s3.client().getObjectTagging(r -> r.bucket("dst").key("k")).tagSet();
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  /** Returns ten tags of Korean letters of the maximum size: 23 KB as a header. */
  private static Tag[] tenLargeTags() {
    return IntStream.range(0, 10)
        .mapToObj(i -> tag("가".repeat(60) + i, "나".repeat(256)))
        .toArray(Tag[]::new);
  }

  @ParameterizedTest
  @EnumSource(CopyPath.class)
  void execute_anyPath_sendsNoChunksAndNoEncodingOfThem(CopyPath path) {
    copy(path);
    assertThat(with.s3.requests())
        .noneMatch(
            request ->
                request.headers().getOrDefault("content-encoding", "").contains("aws-chunked"))
        .noneMatch(
            request ->
                request.headers().getOrDefault("x-amz-content-sha256", "").contains("STREAMING"));
    if (path.transfer() == TransferMode.STREAM) {
      assertThat(with.s3.requests())
          .filteredOn(request -> Set.of("PutObject", "UploadPart").contains(request.operation()))
          .isNotEmpty()
          .allSatisfy(
              request ->
                  assertThat(request.headers())
                      .containsAnyOf(
                          Map.entry(
                              "content-md5", request.headers().getOrDefault("content-md5", "-")),
                          Map.entry(
                              "x-amz-checksum-crc32",
                              request.headers().getOrDefault("x-amz-checksum-crc32", "-")))
                      .hasEntrySatisfying(
                          "x-amz-content-sha256",
                          hash -> assertThat(hash).matches("[0-9a-f]{64}")));
    }
  }

  @ParameterizedTest
  @EnumSource(CopyPath.class)
  void execute_headersThatOnlyS3Knows_areNotSent(CopyPath path) {
    with.options.tags(false);
    copy(path);
    assertThat(with.s3.requests())
        .flatExtracting(request -> request.headers().keySet())
        .doesNotContain("x-amz-mp-object-size", "x-amz-object-annotation-directive");
  }

  @ParameterizedTest
  @EnumSource(CopyPath.class)
  void execute_storeThatIgnoresTagsOfNewObjects_setsThemAfterwards(CopyPath path) {
    with.s3.ignoreHeader("CreateMultipartUpload", "x-amz-tagging");
    with.s3.ignoreHeader("PutObject", "x-amz-tagging");

    assertThat(copy(path, tag("a", "b"), tag("team", "x"))).isInstanceOf(CopyReceipt.class);

    assertThat(replicaTags()).containsExactlyInAnyOrder(tag("a", "b"), tag("team", "x"));
  }

  @ParameterizedTest
  @EnumSource(CopyPath.class)
  void execute_largestTags_arriveOnAllPaths(CopyPath path) {
    Tag[] tags = tenLargeTags();
    assertThat(copy(path, tags)).isInstanceOf(CopyReceipt.class);

    assertThat(replicaTags()).containsExactlyInAnyOrder(tags);
    assertThat(with.s3.requests())
        .flatExtracting(request -> request.headers().values())
        .allSatisfy(value -> assertThat(value).hasSizeLessThan(4096));
  }

  @ParameterizedTest
  @EnumSource(
      value = CopyPath.class,
      names = {"MULTIPART", "STREAMED", "STREAMED_MULTIPART"})
  void execute_stoppedBeforeTheTags_isAFailureAndHealsByTheNextAttempt(CopyPath path) {
    Tag[] tags = tenLargeTags();
    put(path, null, tags);
    with.s3.onNext("PutObjectTagging", 5, Fault.error(500, "InternalError"));
    var event = with.head(path.content().length);
    assertThat(with.failure(event).reason().retryable()).isTrue();
    with.s3.clearFaults();

    assertThat(with.execute(event)).isInstanceOf(CopyReceipt.class);

    assertThat(replicaTags()).containsExactlyInAnyOrder(tags);
  }

  @ParameterizedTest
  @EnumSource(CopyPath.class)
  void execute_noSuchTagSet_meansNoTags(CopyPath path) {
    with.s3.always("GetObjectTagging", Fault.error(404, "NoSuchTagSet"));
    assertThat(copy(path)).isInstanceOf(CopyReceipt.class);
    with.s3.clearFaults();
  }

  @ParameterizedTest
  @CsvSource({"501, NotImplemented", "405, MethodNotAllowed", "400, InvalidRequest"})
  void execute_storeWithoutTagging_copiesAllSizesWithOneSetting(int status, String code) {
    Fault unknown = Fault.error(status, code);
    for (boolean tags : new boolean[] {true, false}) {
      for (CopyPath path : CopyPath.values()) {
        with.s3.always("GetObjectTagging", unknown);
        with.s3.always("PutObjectTagging", unknown);
        with.s3.always(OtherStoresTest::mentionsTags, unknown);
        with.options.tags(tags);
        assertThat(copy(path)).as("%s, tags %s", path, tags).isInstanceOf(CopyReceipt.class);
        with.s3.clearFaults();
      }
    }
  }

  private static boolean mentionsTags(RecordedRequest request) {
    return !Collections.disjoint(
        request.headers().keySet(), Set.of("x-amz-tagging", "x-amz-tagging-directive"));
  }

  @Test
  void execute_tagsLeftOutAndTheStoreCannot_failsWhereThereAreSome() {
    with.options.tags(false);
    put(CopyPath.SINGLE, null, tag("a", "b"));
    with.s3.always(OtherStoresTest::mentionsTags, Fault.error(501, "NotImplemented"));

    CopyException failure = with.failure(with.head(CopyPath.SINGLE.content().length));

    assertThat(failure.reason()).isEqualTo(FailureReason.NOT_SUPPORTED);
    assertThat(with.hasReplica()).isFalse();
  }

  @Test
  void execute_directiveWithoutTheHeaderIsRefused_sendsAnEmptyOne() {
    with.options.tags(false);
    with.s3.always(
        request ->
            request.headers().containsKey("x-amz-tagging-directive")
                && !request.headers().containsKey("x-amz-tagging"),
        Fault.error(400, "InvalidArgument"));
    assertThat(copy(CopyPath.SINGLE, tag("a", "b"))).isInstanceOf(CopyReceipt.class);
    with.s3.clearFaults();
    assertThat(replicaTags()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(CopyPath.class)
  void execute_replicaHasAnotherSize_isAFailure(CopyPath path) {
    put(path, null);
    with.s3.answerHeader("HeadObject", "dst", "content-length", "7");

    CopyException failure = with.failure(with.head(path.content().length));

    assertThat(failure.reason()).isEqualTo(FailureReason.INTEGRITY);
    assertThat(failure).hasMessageContaining("s3://dst/k has 7 bytes after the copy");
  }

  @Test
  void execute_storeIgnoresTheRangeOfAPart_isAFailure() {
    // Without a checksum the store cannot verify the parts.
    with.s3.putSynthetic("src", "k", CopyFixture.LARGE, Map.of());
    with.s3.ignoreHeader("UploadPartCopy", "x-amz-copy-source-range");

    CopyException failure = with.failure(with.head(CopyFixture.LARGE));

    assertThat(failure.reason()).isEqualTo(FailureReason.INTEGRITY);
    assertThat(failure).hasMessageContaining("bytes after the copy, expected the");
  }

  @ParameterizedTest
  @EnumSource(CopyPath.class)
  void execute_encodingOfABodyOnItsWay_isTreatedAlikeOnAllPaths(CopyPath path) {
    for (String encoding : List.of("aws-chunked", "aws-chunked,gzip", "gzip,aws-chunked", "gzip")) {
      copy(path, encoding);
      String replica = with.s3.client().headObject(r -> r.bucket("dst").key("k")).contentEncoding();
      assertThat(replica).as(encoding).isEqualTo(encoding.contains("gzip") ? "gzip" : null);
    }
  }
}
