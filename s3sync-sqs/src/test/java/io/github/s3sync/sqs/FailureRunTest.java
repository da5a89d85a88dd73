package io.github.s3sync.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FailureRunTest {

  private final AtomicLong time = new AtomicLong(Long.MAX_VALUE - 1000);
  private final FailureRun run = new FailureRun(Duration.ofMinutes(30), time::get);

  private void fail(int deliveries, int messages) {
    for (int i = 0; i < deliveries; i++) {
      run.failed("m" + i % messages, "ACCESS_DENIED: no", false);
    }
  }

  @Test
  void failed_tenDeliveriesOfThreeMessages_isTrouble() {
    fail(9, 3);
    assertThat(run.current()).isNull();
    fail(1, 3);
    assertThat(run.current()).contains("10 failed", "m0", "ACCESS_DENIED: no");
  }

  @Test
  void failed_oneMessageAgainAndAgain_isNotTrouble() {
    fail(1000, 2);
    assertThat(run.current()).isNull();
  }

  @Test
  void failed_amongSuccesses_isNotTrouble() {
    for (int i = 0; i < 20; i++) {
      fail(9, 9);
      run.succeeded();
    }
    assertThat(run.current()).isNull();
  }

  @Test
  void failed_byAnError_isTroubleAtOnceAndUntilASuccess() {
    run.failed("m", "UNEXPECTED: NoClassDefFoundError", true);
    assertThat(run.current()).contains("message m: UNEXPECTED: NoClassDefFoundError");
    run.succeeded();
    assertThat(run.current()).isNull();
  }

  @Test
  void current_longAfterTheLastFailure_isNotTrouble() {
    run.failed("m", "UNEXPECTED", true);
    time.addAndGet(Duration.ofMinutes(30).toNanos());
    assertThat(run.current()).isNull();
  }

  @Test
  void failed_manyTimes_isSaidOnceAndSoIsTheEnd() {
    String log =
        CapturedLog.of(
            () -> {
              fail(100, 5);
              run.succeeded();
              run.succeeded();
            });
    assertThat(log).containsOnlyOnce("no message has succeeded since");
  }

  @Test
  void current_controlCharactersInAProblem_areEscaped() {
    run.failed("m", "a\nb", true);
    assertThat(run.current()).doesNotContain("\n");
  }
}
