package io.github.s3sync.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.EventSource;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.plan.Decision;
import io.github.s3sync.plan.FailureReason;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LogLimitTest {

  private final AtomicLong nanos = new AtomicLong();
  private final LogLimit limit = new LogLimit(2, nanos::get);

  @Test
  void acquire_moreThanTheLimit_isSuppressedAndCountedInTheNextMinute() {
    assertThat(limit.acquire()).isZero();
    assertThat(limit.acquire()).isZero();
    assertThat(limit.acquire()).isEqualTo(-1);
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(59));
    assertThat(limit.acquire()).isEqualTo(-1);
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
    assertThat(limit.acquire()).isEqualTo(2);
    assertThat(limit.acquire()).isZero();
  }

  @Test
  void logging_thousandsOfUndecodableKeys_writesABoundedNumberOfLines() {
    ObjectEvent event =
        ObjectEvent.builder(EventSource.S3, EventKind.CREATED, "src", "%zz").build();
    CopyOutcome failed =
        CopyOutcome.Failed.refused(
            new Decision.Refuse(event, null, FailureReason.KEY_UNDECODABLE, "key is '%zz'"));
    String log =
        CapturedLog.of(
            () -> {
              for (int i = 0; i < 5_000; i++) {
                OutcomeListener.logging().onOutcome(failed);
              }
            });
    assertThat(log.lines().filter(line -> line.contains("KEY_UNDECODABLE")).count())
        .isLessThanOrEqualTo(200);
  }
}
