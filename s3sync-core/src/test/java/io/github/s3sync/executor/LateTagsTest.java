package io.github.s3sync.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.copy.CopyException;
import io.github.s3sync.copy.CopyReceipt;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.testing.Fault;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Tagging;

/** Checks tags that are set after the creation while another writer replaces the replica. */
class LateTagsTest {

  private static final String MULTIPART = "MULTIPART";
  private static final String STREAMED = "STREAMED";
  private static final String STREAMED_MULTIPART = "STREAMED_MULTIPART";

  private final CopyFixture with = new CopyFixture();

  @AfterEach
  void stop() {
    with.close();
  }

  /** Puts a source with more tags than fit into a header. */
  private ObjectEvent put(CopyPath path) {
    with.options.transfer(path.transfer());
    with.s3
        .client()
        .putObject(r -> r.bucket("src").key("k"), RequestBody.fromBytes(path.content()));
    Tag[] tags =
        IntStream.range(0, 10)
            .mapToObj(i -> Tag.builder().key("k" + i).value("v".repeat(256)).build())
            .toArray(Tag[]::new);
    with.s3
        .client()
        .putObjectTagging(
            r -> r.bucket("src").key("k").tagging(Tagging.builder().tagSet(tags).build()));
    with.s3.clearRequests();
    return with.head(path.content().length);
  }

  private Fault replacedFirst() {
    return Fault.first(() -> with.put("dst", "k", "of another writer"));
  }

  private Map<String, String> tags(String bucket) {
    return with.s3.bucket(bucket).tags("k");
  }

  @ParameterizedTest
  @EnumSource(CopyPath.class)
  void execute_toAmazonS3_hasAllTags(CopyPath path) {
    ObjectEvent event = put(path);

    assertThat(with.asAmazonS3().execute(event)).isInstanceOf(CopyReceipt.class);

    assertThat(tags("dst")).isEqualTo(tags("src")).hasSize(10);
  }

  @ParameterizedTest
  @EnumSource(names = {MULTIPART, STREAMED, STREAMED_MULTIPART})
  void execute_replacedBeforeTheTags_isCopiedAgain(CopyPath path) {
    ObjectEvent event = put(path);
    with.s3.onNext("PutObjectTagging", replacedFirst());

    assertThat(with.execute(event)).isInstanceOf(CopyReceipt.class);

    assertThat(with.s3.sameContent("src", "k", "dst", "k")).isTrue();
    assertThat(tags("dst")).isEqualTo(tags("src")).hasSize(10);
    assertThat(with.s3.operations()).filteredOn("PutObjectTagging"::equals).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(names = {MULTIPART, STREAMED, STREAMED_MULTIPART})
  void execute_sourceChangesAfterTheTags_isCopiedAgain(CopyPath path) {
    ObjectEvent event = put(path);
    with.s3.onNext("PutObjectTagging", Fault.after(() -> with.put("src", "k", "newer")));

    assertThat(with.execute(event)).isInstanceOf(CopyReceipt.class);

    assertThat(with.replica()).isEqualTo("newer");
    assertThat(tags("dst")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {MULTIPART, STREAMED, STREAMED_MULTIPART})
  void execute_replacedEachTime_isAConflict(CopyPath path) {
    ObjectEvent event = put(path);
    with.s3.always("PutObjectTagging", replacedFirst());

    CopyException failure = with.failure(event);

    assertThat(failure.reason()).isEqualTo(FailureReason.CONFLICT);
    assertThat(failure).hasMessageContaining("s3://dst/k while its tags were set");
  }

  @ParameterizedTest
  @EnumSource(names = {MULTIPART, STREAMED, STREAMED_MULTIPART})
  void execute_bucketWithVersions_onlyTheVersionThatWasWrittenGetsTheTags(CopyPath path) {
    with.s3.enableVersioning("dst");
    ObjectEvent event = put(path);
    with.s3.onNext("PutObjectTagging", replacedFirst());

    assertThat(with.execute(event))
        .isInstanceOfSatisfying(
            CopyReceipt.class,
            receipt ->
                assertThat(
                        with.s3
                            .client()
                            .getObjectTagging(
                                r -> r.bucket("dst").key("k").versionId(receipt.versionId()))
                            .tagSet())
                    .hasSize(10));

    assertThat(with.replica()).isEqualTo("of another writer");
    assertThat(tags("dst")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {MULTIPART, STREAMED, STREAMED_MULTIPART})
  void execute_versionMayNotBeNamed_comparesAfterwards(CopyPath path) {
    with.s3.enableVersioning("dst");
    ObjectEvent event = put(path);
    with.s3.deny("*", "s3:PutObjectVersionTagging", "dst");
    with.s3.onNext("PutObjectTagging", Fault.error(403, "AccessDenied"));
    with.s3.onNext("PutObjectTagging", replacedFirst());

    assertThat(with.execute(event)).isInstanceOf(CopyReceipt.class);

    assertThat(with.s3.sameContent("src", "k", "dst", "k")).isTrue();
    assertThat(tags("dst")).isEqualTo(tags("src")).hasSize(10);
  }

  @ParameterizedTest
  @EnumSource(names = {MULTIPART, STREAMED, STREAMED_MULTIPART})
  void execute_replicaMayNotBeLookedAt_isCopied(CopyPath path) {
    ObjectEvent event = put(path);
    with.s3.deny("*", "s3:GetObject", "dst");

    assertThat(with.execute(event)).isInstanceOf(CopyReceipt.class);

    assertThat(tags("dst")).isEqualTo(tags("src")).hasSize(10);
  }
}
