package io.github.s3sync.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.client.StoreTraits;
import io.github.s3sync.copy.CopyExecutor;
import io.github.s3sync.copy.CopyReceipt;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.option.TransferMode;
import io.github.s3sync.testing.Fault;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * Checks when a store counts as one without tagging: only after answers about two objects of a
 * bucket, and only for a limited time.
 */
class WithoutTaggingTest {

  private static final Fault UNKNOWN = Fault.error(501, "NotImplemented");

  private final CopyFixture with = new CopyFixture();
  private final AtomicLong nanos = new AtomicLong();
  private final CopyExecutor executor = CopySeams.executor(with.s3.client(), null, nanos::get);

  @BeforeEach
  void start() {
    with.s3.answerHeader("HeadObject", "x-amz-tagging-count", null);
    with.options.transfer(TransferMode.STREAM);
  }

  @AfterEach
  void stop() {
    with.close();
  }

  private void copy(String key) {
    with.s3
        .client()
        .putObject(r -> r.bucket("src").key(key).tagging("a=b"), RequestBody.fromString("v1"));
    with.s3.clearRequests();
    assertThat(executor.execute(with.plan(with.event(key, 2L, null), "src"), Deadline.none()))
        .isInstanceOf(CopyReceipt.class);
  }

  private boolean isAsked() {
    return with.s3.operations().contains("GetObjectTagging");
  }

  private void assertTagged(String key) {
    assertThat(with.s3.bucket("dst").tags(key)).containsExactly(Map.entry("a", "b"));
  }

  @ParameterizedTest
  @CsvSource({"501, NotImplemented", "405, MethodNotAllowed", "400, InvalidRequest"})
  void execute_oneObjectWasAnswered_theNextIsAskedAbout(int status, String code) {
    with.s3.onNext("GetObjectTagging", Fault.error(status, code));
    copy("one");
    copy("two");
    assertTagged("two");
  }

  @Test
  void execute_sameObjectAnsweredTwice_isAskedAgain() {
    with.s3.onNext("GetObjectTagging", 2, UNKNOWN);
    copy("one");
    copy("one");
    copy("one");
    assertTagged("one");
  }

  @Test
  void execute_twoObjectsWereAnswered_isRememberedForMinutes() {
    with.s3.onNext("GetObjectTagging", 2, UNKNOWN);
    copy("one");
    copy("two");

    nanos.addAndGet(StoreTraits.WITHOUT_TAGGING.toNanos() - 1);
    copy("three");
    assertThat(isAsked()).isFalse();

    nanos.addAndGet(1);
    copy("four");
    assertTagged("four");
  }

  @Test
  void execute_answersAreMinutesApart_areNotAddedUp() {
    with.s3.onNext("GetObjectTagging", 2, UNKNOWN);
    copy("one");
    nanos.addAndGet(StoreTraits.WITHOUT_TAGGING.toNanos());
    copy("two");
    copy("three");
    assertTagged("three");
  }

  @Test
  void execute_tagsWereReadInBetween_areNotAddedUp() {
    with.s3.onNext("GetObjectTagging", UNKNOWN);
    copy("one");
    copy("two");
    with.s3.onNext("GetObjectTagging", UNKNOWN);
    copy("three");
    copy("four");
    assertTagged("four");
  }

  @Test
  void execute_400s_areNeverRemembered() {
    with.s3.onNext("GetObjectTagging", 3, Fault.error(400, "InvalidRequest"));
    copy("one");
    copy("two");
    copy("three");
    copy("four");
    assertTagged("four");
  }

  @Test
  void execute_oneObjectWasAnswered_tagsOfTheNextAreStillLeftOut() {
    with.options.transfer(TransferMode.SERVER_SIDE).tags(false);
    with.s3.onNext("CopyObject", UNKNOWN);
    with.s3.onNext("GetObjectTagging", UNKNOWN);
    copy("one");

    copy("two");

    assertThat(with.s3.bucket("dst").tags("two")).isEmpty();
  }

  @Test
  void execute_storeWithoutTagging_isNotAskedForTagsOfEachObject() {
    with.options.transfer(TransferMode.SERVER_SIDE).tags(false);
    with.s3.always("GetObjectTagging", UNKNOWN);
    with.s3.always(request -> request.headers().containsKey("x-amz-tagging-directive"), UNKNOWN);
    copy("one");
    copy("two");

    copy("three");

    assertThat(with.s3.operations()).contains("CopyObject").doesNotContain("GetObjectTagging");
    assertThat(with.s3.requests())
        .noneMatch(request -> request.headers().containsKey("x-amz-tagging-directive"));
  }
}
