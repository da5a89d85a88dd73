package io.github.s3sync.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.plan.FailureReason.Cause;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Checks the properties of reasons that adapters use. */
class FailureReasonTest {

  @ParameterizedTest
  @EnumSource(FailureReason.class)
  void cause_agreesWithRetryable(FailureReason reason) {
    switch (reason.cause()) {
      case MESSAGE -> assertThat(reason.retryable()).isFalse();
      case TRANSIENT -> assertThat(reason.retryable()).isTrue();
      case ENVIRONMENT -> {
        // Credentials are renewed without an operator, permissions are not.
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      names = {"ACCESS_DENIED", "KMS_KEY", "BUCKET_NOT_FOUND", "WRONG_REGION", "CREDENTIALS"})
  void cause_ofWhatAllObjectsShare_isTheEnvironment(FailureReason reason) {
    assertThat(reason.cause()).isEqualTo(Cause.ENVIRONMENT);
  }

  @ParameterizedTest
  @EnumSource(
      names = {"KEY_.*", "MALFORMED_EVENT", "RULE_FAILED"},
      mode = EnumSource.Mode.MATCH_ANY)
  void cause_ofWhatOneMessageSays_isTheMessage(FailureReason reason) {
    assertThat(reason.cause()).isEqualTo(Cause.MESSAGE);
  }
}
