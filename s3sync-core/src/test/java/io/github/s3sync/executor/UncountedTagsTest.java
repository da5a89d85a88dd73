package io.github.s3sync.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.copy.CopyExecutor;
import io.github.s3sync.copy.CopyReceipt;
import io.github.s3sync.copy.CopyResult;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.option.TransferMode;
import io.github.s3sync.plan.SkipReason;
import io.github.s3sync.testing.Fault;
import io.github.s3sync.testing.RedirectedS3Client;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.TaggingDirective;

/** Checks comparisons in a store whose {@code HeadObject} does not count tags. */
class UncountedTagsTest {

  /** The situations in which a replica is compared with its source. */
  enum Comparing {
    BEFORE_PARTS(CopyFixture.LARGE, TransferMode.SERVER_SIDE),
    BEFORE_STREAMED_PARTS(CopyFixture.LARGE, TransferMode.STREAM),
    SKIP_EQUAL(10, TransferMode.SERVER_SIDE),
    SKIP_EQUAL_STREAMED(10, TransferMode.STREAM),
    TWO_WAY(10, TransferMode.SERVER_SIDE),
    TWO_WAY_STREAMED(10, TransferMode.STREAM),
    TWO_WAY_IN_PARTS(CopyFixture.LARGE, TransferMode.SERVER_SIDE),
    STALE_DELETE(10, TransferMode.SERVER_SIDE),
    STALE_DELETE_STREAMED(10, TransferMode.STREAM);

    private final long size;
    private final TransferMode transfer;

    Comparing(long size, TransferMode transfer) {
      this.size = size;
      this.transfer = transfer;
    }

    boolean isTwoWay() {
      return name().startsWith("TWO_WAY");
    }

    private ObjectEvent event(CopyFixture with) {
      if (name().startsWith("STALE_DELETE")) {
        return with.removed();
      }
      return with.head(size);
    }
  }

  private final CopyFixture with = new CopyFixture();

  @BeforeEach
  void leaveOutCounts() {
    with.s3.answerHeader("HeadObject", "x-amz-tagging-count", null);
  }

  @AfterEach
  void stop() {
    with.close();
  }

  /** Puts the source and an object with the same content at the replica's key. */
  private void put(Comparing comparing, String source, String replica) {
    Map<String, String> headers = new HashMap<>(Map.of("x-amz-checksum-algorithm", "CRC64NVME"));
    if (!source.isEmpty()) {
      headers.put("x-amz-tagging", source);
    }
    with.s3.putSynthetic("src", "k", comparing.size, headers);
    with.s3
        .client()
        .copyObject(
            r ->
                r.sourceBucket("src")
                    .sourceKey("k")
                    .destinationBucket("dst")
                    .destinationKey("k")
                    .taggingDirective(TaggingDirective.REPLACE)
                    .tagging(replica));
  }

  private CopyResult compare(Comparing comparing, String source, String replica) {
    put(comparing, source, replica);
    set(comparing);
    return with.execute(comparing.event(with));
  }

  private void set(Comparing comparing) {
    with.options
        .transfer(comparing.transfer)
        .twoWay(comparing.isTwoWay())
        .skipEqual(!comparing.isTwoWay());
  }

  private Map<String, String> replicaTags() {
    return with.s3.bucket("dst").tags("k");
  }

  private static void assertSkipped(CopyResult result) {
    assertThat(result)
        .isInstanceOfSatisfying(
            CopyResult.NotNeeded.class,
            skipped ->
                assertThat(skipped.reason())
                    .isIn(SkipReason.ALREADY_CURRENT, SkipReason.SOURCE_EXISTS));
  }

  static Stream<Arguments> differences() {
    return Arrays.stream(Comparing.values())
        .flatMap(
            comparing ->
                Stream.of(
                    Arguments.of(comparing, "a=1", ""),
                    Arguments.of(comparing, "", "a=1"),
                    Arguments.of(comparing, "a=1", "a=2")));
  }

  @ParameterizedTest
  @MethodSource("differences")
  void execute_tagsDiffer_isCopied(Comparing comparing, String source, String replica) {
    assertThat(compare(comparing, source, replica)).isInstanceOf(CopyReceipt.class);
    assertThat(replicaTags()).isEqualTo(with.s3.bucket("src").tags("k"));
  }

  @Test
  void execute_copiedWithItsTags_setsNone() {
    with.s3.putSynthetic("src", "k", 1, Map.of("x-amz-tagging", "a=1"));
    with.s3.clearRequests();

    assertThat(with.execute(with.head(1))).isInstanceOf(CopyReceipt.class);

    assertThat(replicaTags()).isEqualTo(Map.of("a", "1"));
    assertThat(with.s3.operations()).doesNotContain("PutObjectTagging");
  }

  @Test
  void execute_replicasTagsMayNotBeRead_setsThem() {
    with.s3.putSynthetic("src", "k", 1, Map.of("x-amz-tagging", "a=1"));
    with.s3.deny("*", "s3:GetObjectTagging", "dst");

    assertThat(with.execute(with.head(1))).isInstanceOf(CopyReceipt.class);

    assertThat(replicaTags()).isEqualTo(Map.of("a", "1"));
    assertThat(with.s3.operations()).contains("PutObjectTagging");
  }

  @ParameterizedTest
  @EnumSource
  void execute_tagsAreEqual_isNotCopied(Comparing comparing) {
    assertSkipped(compare(comparing, "a=1&b=2", "b=2&a=1"));
  }

  @ParameterizedTest
  @EnumSource
  void execute_noTags_isNotCopied(Comparing comparing) {
    assertSkipped(compare(comparing, "", ""));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "TWO_WAY.*")
  void execute_ruleLeavesTagsOutAndTheReplicaHasSome_isCopied(Comparing comparing) {
    with.options.tags(false);
    assertThat(compare(comparing, "", "a=1")).isInstanceOf(CopyReceipt.class);
    assertThat(replicaTags()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void execute_ruleLeavesTagsOutAndTheReplicaHasNone_isNotCopied(Comparing comparing) {
    with.options.tags(false);
    assertSkipped(compare(comparing, "a=1", ""));
  }

  /** S3 itself counts tags, so nothing needs to be read if it reports none. */
  @ParameterizedTest
  @EnumSource
  void execute_storeIsS3Itself_itsSilenceMeansNoTags(Comparing comparing) {
    put(comparing, "", "");
    set(comparing);
    ObjectEvent event = comparing.event(with);
    with.s3.clearRequests();
    try (S3Client aws = RedirectedS3Client.create(with.s3.endpoint(), "test")) {
      CopyExecutor executor =
          CopySeams.inParts(S3CopyExecutor.builder(aws), CopyFixture.PART).build();
      assertSkipped(executor.execute(with.plan(event, "src"), Deadline.none()));
    }
    // For one-way rules, the principal may lack the permission to count the tags of the replica.
    assertThat(with.s3.operations())
        .filteredOn("GetObjectTagging"::equals)
        .hasSize(comparing.isTwoWay() ? 0 : 1);
  }

  /** Creates an upload with tags, as an earlier execution did when the rule still copied tags. */
  @Test
  void execute_resumedUploadBringsTagsThatTheRuleLeavesOut_isCopiedAnew() {
    with.s3.putSynthetic(
        "src",
        "k",
        CopyFixture.LARGE,
        Map.of("x-amz-checksum-algorithm", "CRC64NVME", "x-amz-tagging", "a=1"));
    with.s3.onNext("CompleteMultipartUpload", 10, Fault.error(503, "SlowDown"));
    assertThat(with.failure(with.head(CopyFixture.LARGE)).reason().retryable()).isTrue();
    with.s3.clearFaults();
    leaveOutCounts();
    with.options.tags(false);

    assertThat(with.execute(with.head(CopyFixture.LARGE))).isInstanceOf(CopyReceipt.class);
    assertThat(replicaTags()).isEmpty();
  }
}
