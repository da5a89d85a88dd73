package io.github.s3sync.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.copy.CopyException;
import io.github.s3sync.copy.CopyReceipt;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.executor.CopyFixture;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.testing.Fault;
import io.github.s3sync.testing.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks which answers about a replica are trusted. */
class ReplicaLookTest {

  private final CopyFixture with = new CopyFixture();

  @AfterEach
  void stop() {
    with.close();
  }

  @ParameterizedTest
  @CsvSource({"403, AccessDenied", "400, KMS.DisabledException", "403, InvalidObjectState"})
  void execute_replicaThatMustNotBeRead_isLookedUpWithoutItsChecksums(int status, String code) {
    with.put("dst", "k", "v1");
    with.putSmall("v1");
    ObjectEvent removed = with.removed();
    with.s3.always(
        request ->
            isOfReplica(request, "HeadObject")
                && request.headers().containsKey("x-amz-checksum-mode"),
        Fault.error(status, code));
    with.s3.always(request -> isOfReplica(request, "GetObject"), Fault.error(status, code));

    // Without the checksum nothing proves that both are equal, so the source is copied.
    assertThat(with.execute(removed)).isInstanceOf(CopyReceipt.class);
    assertThat(with.s3.requests())
        .filteredOn(request -> isOfReplica(request, "HeadObject"))
        .extracting(request -> request.headers().containsKey("x-amz-checksum-mode"))
        .startsWith(true, false);
  }

  @Test
  void execute_lookAtTheReplicaAnsweredBySomethingElse_isAFailureToBeRetried() {
    with.put("dst", "k", "v1");
    ObjectEvent created = with.putSmall("v1");
    with.removed(); // The rule has deletes, so the replica of a source that is gone is looked up.
    with.deleteSource();
    with.s3.always(request -> isOfReplica(request, "HeadObject"), Fault.empty200());

    CopyException failure = with.failure(created);

    assertThat(failure.reason()).isEqualTo(FailureReason.NO_ANSWER);
    assertThat(failure).hasMessageContaining("HeadObject s3://dst/k was answered without an ETag");
  }

  @ParameterizedTest
  @ValueSource(strings = {"content-length", "etag"})
  void execute_lookAtTheReplicaWithoutWhatIsNeeded_isFinal(String header) {
    with.put("dst", "k", "v1");
    ObjectEvent created = with.putSmall("v1");
    with.removed();
    with.deleteSource();
    with.s3.answerHeader("HeadObject", header, null);

    CopyException failure = with.failure(created);

    assertThat(failure.reason()).isEqualTo(FailureReason.NOT_SUPPORTED);
    assertThat(failure).hasMessageContaining("s3://dst/k was answered without an ETag or");
  }

  private static boolean isOfReplica(RecordedRequest request, String operation) {
    return request.operation().equals(operation) && request.bucket().equals("dst");
  }
}
