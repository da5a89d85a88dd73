package io.github.s3sync.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.s3sync.outcome.SyncReport;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PrimedS3SyncHandlerTest {

  @Test
  void rehearsal_cannedS3_goesTheWholeWay() {
    assertThat(Rehearsal.run())
        .extracting(SyncReport::summary)
        .containsExactly("1 copied, 0 skipped, 0 failed", "1 copied, 0 skipped, 0 failed");
  }

  @Test
  void subclass_withItsOwnFacade_isPrimedAndCopies() throws Exception {
    FakeCopies copies = new FakeCopies();
    S3SyncHandler handler = new PrimedS3SyncHandler(copies.sync()) {};

    handler.answer(Fixtures.event("s3-put.json"), Fixtures.timeLeft(Duration.ofMinutes(1)));

    assertThat(copies.plans).hasSize(1);
  }

  @Test
  void prime_failure_neverFailsTheSnapshot() {
    assertThatCode(
            () ->
                PrimedS3SyncHandler.prime(
                    () -> {
                      throw new NoClassDefFoundError("of the test");
                    }))
        .doesNotThrowAnyException();
  }
}
