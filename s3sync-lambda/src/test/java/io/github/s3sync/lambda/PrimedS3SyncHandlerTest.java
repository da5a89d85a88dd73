package io.github.s3sync.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.s3sync.outcome.SyncReport;
import org.junit.jupiter.api.Test;

class PrimedS3SyncHandlerTest {

  @Test
  void rehearsal_cannedS3_goesTheWholeWay() {
    assertThat(Rehearsal.run())
        .extracting(SyncReport::summary)
        .containsExactly("1 copied, 0 skipped, 0 failed", "1 copied, 0 skipped, 0 failed");
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
