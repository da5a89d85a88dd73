package io.github.s3sync.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.s3sync.copy.CopyException;
import io.github.s3sync.copy.CopyResult;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.option.TransferMode;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.plan.SkipReason;
import io.github.s3sync.request.Source;
import io.github.s3sync.testing.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.sync.RequestBody;

/** Checks how a rule that never overwrites handles an unmet condition, on each path. */
class NeverOverwriteTest {

  private final CopyFixture with = new CopyFixture();

  @AfterEach
  void stop() {
    with.close();
  }

  private ObjectEvent put(CopyPath path) {
    with.options.overwrite(false).transfer(path.transfer());
    byte[] content = path.content();
    String eTag =
        with.s3
            .client()
            .putObject(r -> r.bucket("src").key("k"), RequestBody.fromBytes(content))
            .eTag();
    with.s3.clearRequests();
    return with.event("k", (long) content.length, Source.unquoted(eTag));
  }

  /** Returns the request that makes the replica visible. */
  private static String last(CopyPath path) {
    if (path.parts() > 0) {
      return "CompleteMultipartUpload";
    }
    return path.transfer() == TransferMode.STREAM ? "PutObject" : "CopyObject";
  }

  private void assertExists(CopyResult result) {
    assertThat(result)
        .isInstanceOfSatisfying(
            CopyResult.NotNeeded.class,
            skipped -> assertThat(skipped.reason()).isEqualTo(SkipReason.DESTINATION_EXISTS));
  }

  private FailureReason failure(ObjectEvent event) {
    CopyException e = catchThrowableOfType(CopyException.class, () -> with.execute(event));
    assertThat(e).as("the copy must fail").isNotNull();
    return e.reason();
  }

  @ParameterizedTest
  @EnumSource
  void execute_unexplained412AndNothingThere_isAConflict(CopyPath path) {
    ObjectEvent event = put(path);
    with.s3.always(last(path), Fault.error(412, "PreconditionFailed"));

    assertThat(failure(event)).isEqualTo(FailureReason.CONFLICT);
    assertThat(with.hasReplica()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void execute_unexplained412AndSomethingThere_isLeftAlone(CopyPath path) {
    ObjectEvent event = put(path);
    with.put("dst", "k", "mine");
    with.s3.always(last(path), Fault.error(412, "PreconditionFailed"));

    assertExists(with.execute(event));
    assertThat(with.replica()).isEqualTo("mine");
  }

  @ParameterizedTest
  @EnumSource
  void execute_unexplained412AndReplicaMayNotBeLookedAt_isTakenAsItIs(CopyPath path) {
    ObjectEvent event = put(path);
    with.s3.deny("*", "s3:GetObject", "dst");
    with.s3.always(last(path), Fault.error(412, "PreconditionFailed"));

    assertExists(with.execute(event));
  }

  @ParameterizedTest
  @EnumSource
  void execute_somethingElseIsAtWorkOnTheKey_isAConflict(CopyPath path) {
    ObjectEvent event = put(path);
    with.s3.always(last(path), Fault.error(409, "ConditionalRequestConflict"));

    assertThat(failure(event)).isEqualTo(FailureReason.CONFLICT);
  }

  @ParameterizedTest
  @EnumSource
  void execute_conditionIsNamed_isBelievedWithoutALookAtTheReplica(CopyPath path) {
    ObjectEvent event = put(path);
    with.put("dst", "k", "mine");
    with.s3.deny("*", "s3:GetObject", "dst");

    assertExists(with.execute(event));
    with.s3.clearDenials();
    assertThat(with.replica()).isEqualTo("mine");
  }
}
