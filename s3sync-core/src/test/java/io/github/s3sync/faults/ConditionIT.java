package io.github.s3sync.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.S3Sync;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.executor.CopySeams;
import io.github.s3sync.executor.S3CopyExecutor;
import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.outcome.SyncReport;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.testing.Fault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Checks that nothing is copied without a condition if the store rejects the condition as unknown.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConditionIT {

  private static final int SMALL = 1_000;
  private static final int LARGE = SMALL + 1;

  private final Stage stage = Stage.onS3Proxy();

  @AfterEach
  void restore() {
    stage.proxy().clearFaults();
    stage.direct().deleteObject(r -> r.bucket(Stage.DESTINATION).key("k"));
  }

  @AfterAll
  void stop() {
    stage.close();
  }

  private SyncReport handled(int sizeBytes, boolean overwrite) {
    new Sides(stage, "k", sizeBytes).put(1);
    S3Sync sync =
        S3Sync.builder()
            .rules(Scene.COPY.rule(overwrite, false))
            .executor(
                CopySeams.inPartsAbove(S3CopyExecutor.builder(stage.client(true, false)), SMALL)
                    .build())
            .build();
    return sync.handle(stage.lastEvent("k"), Deadline.none());
  }

  private CopyOutcome.Failed refused(int sizeBytes, boolean overwrite) {
    SyncReport report = handled(sizeBytes, overwrite);
    assertThat(report.failed()).hasSize(1);
    assertThat(stage.direct().listObjectsV2(r -> r.bucket(Stage.DESTINATION)).contents()).isEmpty();
    assertThat(new Sides(stage, "k", sizeBytes).openUploads()).isZero();
    return report.failed().get(0);
  }

  private void refuse(String header, Fault fault) {
    stage.proxy().always(request -> request.headers().containsKey(header), fault);
  }

  @ParameterizedTest
  @CsvSource({
    "501, NotImplemented, 1000",
    "501, NotImplemented, 1001",
    "400, InvalidRequest, 1000",
    "400, InvalidArgument, 1000",
    "400, InvalidArgument, 1001"
  })
  void handle_storeWithoutIfNoneMatch_isAConfigurationError(int status, String code, int size) {
    refuse("if-none-match", Fault.error(status, code));

    CopyOutcome.Failed failed = refused(size, false);
    assertThat(failed.reason()).isEqualTo(FailureReason.NOT_SUPPORTED);
    assertThat(failed.retryable()).isFalse();
    assertThat(failed.message())
        .contains(code, "If-None-Match", "'overwrite': false", "set overwrite to true");
  }

  @ParameterizedTest
  @ValueSource(ints = {SMALL, LARGE})
  void handle_storeWithoutIfNoneMatch_servesRulesThatOverwrite(int size) {
    refuse("if-none-match", Fault.error(501, "NotImplemented"));

    assertThat(handled(size, true).copied()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "501, NotImplemented, 1000, true",
    "501, NotImplemented, 1001, true",
    "400, InvalidArgument, 1000, true",
    "400, InvalidArgument, 1001, true",
    "400, InvalidArgument, 1001, false"
  })
  void handle_storeWithoutSourceCondition_isAConfigurationError(
      int status, String code, int size, boolean overwrite) {
    refuse(
        "x-amz-copy-source-if-match",
        Fault.error(status, code, "Unsupported header X-Amz-Copy-Source-If-Match"));

    CopyOutcome.Failed failed = refused(size, overwrite);
    assertThat(failed.reason()).isEqualTo(FailureReason.NOT_SUPPORTED);
    assertThat(failed.message())
        .contains("x-amz-copy-source-if-match, without which", "no option omits it");
  }

  @Test
  void handle_other400ToARequestWithASourceCondition_isAnInvalidRequest() {
    // In each case: if tags are omitted, a rejection may concern the empty set of tags, which is
    // tried.
    refuse("x-amz-copy-source", Fault.error(400, "InvalidArgument", "no such thing"));

    assertThat(refused(SMALL, true).reason()).isEqualTo(FailureReason.INVALID_REQUEST);
  }
}
