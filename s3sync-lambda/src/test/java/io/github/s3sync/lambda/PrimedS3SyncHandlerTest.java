package io.github.s3sync.lambda;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

class PrimedS3SyncHandlerTest {

  @Test
  void prime_rehearsal_doesNotFail() {
    assertThatCode(() -> PrimedS3SyncHandler.prime(Rehearsal::run)).doesNotThrowAnyException();
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
