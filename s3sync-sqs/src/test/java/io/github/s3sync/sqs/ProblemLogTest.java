package io.github.s3sync.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProblemLogTest {

  private final AtomicLong time = new AtomicLong(Long.MAX_VALUE - 1000);
  private final ProblemLog problems = new ProblemLog("count sheep", time::get);

  private void pass(Duration duration) {
    time.addAndGet(duration.toNanos());
  }

  private String met(int times) {
    return CapturedLog.of(
        () -> {
          for (int i = 0; i < times; i++) {
            problems.failed("no sheep");
          }
        });
  }

  @Test
  void failed_manyTimes_isReportedOnceAMinute() {
    assertThat(met(100)).containsOnlyOnce("WARN").contains("cannot count sheep: no sheep");
    pass(Duration.ofSeconds(59));
    assertThat(met(100)).isEmpty();
    pass(Duration.ofSeconds(1));
    assertThat(met(1)).containsOnlyOnce("WARN").contains("200 failures");
  }

  @Test
  void met_always_isShown() {
    assertThat(problems.current()).isNull();
    met(2);
    assertThat(problems.current()).isEqualTo("cannot count sheep: no sheep");
  }

  @Test
  void met_atLongIntervals_isShownAllTheTime() {
    for (int i = 0; i < 10; i++) {
      met(1);
      pass(Duration.ofSeconds(90));
      assertThat(problems.current()).isNotNull();
    }
  }

  @Test
  void met_andNeverTriedAgain_isForgotten() {
    met(1);
    pass(Duration.ofMinutes(2));
    assertThat(problems.current()).isNull();
  }

  @Test
  void met_exceptionWithoutMessage_isNamed() {
    CapturedLog.of(() -> problems.failed(new IllegalStateException()));
    assertThat(problems.current()).isEqualTo("cannot count sheep: java.lang.IllegalStateException");
  }

  @Test
  void met_controlCharacters_cannotForgeALine() {
    assertThat(CapturedLog.of(() -> problems.failed("no\n[main] INFO all is well")).lines())
        .hasSize(1);
  }

  @Test
  void over_afterTrouble_isSaidOnceAndShown() {
    met(1);
    String log = CapturedLog.of(problems::recovered);
    assertThat(log).containsOnlyOnce("INFO").contains("can count sheep again");
    assertThat(problems.current()).isNull();
    assertThat(CapturedLog.of(problems::recovered)).isEmpty();
  }

  @Test
  void metAndOver_inTurn_fillNoLog() {
    String log =
        CapturedLog.of(
            () -> {
              for (int i = 0; i < 100; i++) {
                problems.failed("no sheep");
                problems.recovered();
              }
            });
    assertThat(log.lines()).hasSize(2);
  }
}
