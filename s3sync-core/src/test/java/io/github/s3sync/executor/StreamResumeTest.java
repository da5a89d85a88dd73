package io.github.s3sync.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.s3sync.copy.CopyException;
import io.github.s3sync.copy.CopyExecutor;
import io.github.s3sync.copy.CopyReceipt;
import io.github.s3sync.copy.CopyResult;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.option.TransferMode;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.testing.FakeS3;
import io.github.s3sync.testing.Fault;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Checks streams in parts that reach their deadline, and the attempts that resume them, in either
 * mode.
 */
class StreamResumeTest {

  private static final Map<String, String> WHOLE_CHECKSUM =
      Map.of("x-amz-checksum-algorithm", "CRC64NVME");

  private final AtomicLong now = new AtomicLong();

  @ParameterizedTest
  @CsvSource({"STREAM, STREAM", "SERVER_SIDE, STREAM", "STREAM, SERVER_SIDE"})
  void execute_timeOverInMidCopy_theNextTryCopiesOnlyWhatIsMissing(
      TransferMode first, TransferMode then) {
    try (CopyFixture with = new CopyFixture()) {
      with.s3.putSynthetic("src", "k", CopyFixture.LARGE, WHOLE_CHECKSUM);
      ObjectEvent event = with.head(CopyFixture.LARGE);
      with.options.transfer(first);
      runOutOfTimeAfterAPart(with.s3, part(first), with.executor(), with.plan(event, "src"));
      assertThat(with.s3.openUploads()).isOne();

      with.s3.clearRequests();
      with.options.transfer(then);
      CopyResult result = with.executor().execute(with.plan(event, "src"), anHour());

      assertThat(((CopyReceipt) result).parts()).isEqualTo(3);
      assertThat(with.s3.operations().stream().filter(part(then)::equals)).hasSize(2);
      assertThat(with.s3.operations()).doesNotContain("CreateMultipartUpload");
      assertThat(with.s3.sameContent("src", "k", "dst", "k")).isTrue();
    }
  }

  @Test
  void execute_replicaGetsNoChecksum_leavesNothing() {
    try (TwoStores with = new TwoStores()) {
      CopyPlan plan = with.plan(with.putLarge(WHOLE_CHECKSUM));
      runOutOfTimeAfterAPart(with.to, "UploadPart", with.executor(), plan);

      assertThat(with.to.openUploads()).isZero();
      assertThat(with.to.operations()).doesNotContain("ListMultipartUploads");
    }
  }

  /** Lets the first part take so long, by the test clock, that no further part can be started. */
  private void runOutOfTimeAfterAPart(
      FakeS3 writtenTo, String part, CopyExecutor executor, CopyPlan plan) {
    writtenTo.onNext(part, Fault.after(() -> now.addAndGet(Duration.ofMinutes(40).toNanos())));
    CopyException e =
        catchThrowableOfType(CopyException.class, () -> executor.execute(plan, anHour()));
    assertThat(e).isNotNull();
    assertThat(e.reason()).isEqualTo(FailureReason.NOT_ENOUGH_TIME);
  }

  private Deadline anHour() {
    return Deadline.after(Duration.ofHours(1), now::get);
  }

  private static String part(TransferMode mode) {
    return mode == TransferMode.STREAM ? "UploadPart" : "UploadPartCopy";
  }
}
