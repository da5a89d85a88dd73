package io.github.s3sync.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.s3sync.copy.CopyException;
import io.github.s3sync.copy.CopyReceipt;
import io.github.s3sync.copy.CopyResult;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.plan.SkipReason;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.core.sync.RequestBody;

/** Checks the conditions on the source and the destination, on each {@link CopyPath}. */
final class ConditionChecks {

  static final Map<String, Check> ALL = new LinkedHashMap<>();

  private static final String STRANGER = "999999999999";

  static {
    ALL.put("source overwritten since the event", ConditionChecks::overwritten);
    ALL.put("source deleted since the event", ConditionChecks::deleted);
    ALL.put("event without size and eTag", ConditionChecks::bareEvent);
    ALL.put("overwrite false, no object at the replica's key", ConditionChecks::neverOverwritesNew);
    ALL.put("overwrite false, an object at the replica's key", ConditionChecks::neverOverwrites);
    ALL.put("source bucket of another owner", ConditionChecks::sourceOfAnotherOwner);
    ALL.put("destination bucket of another owner", ConditionChecks::destinationOfAnotherOwner);
    ALL.put("the same event twice", ConditionChecks::twice);
  }

  private ConditionChecks() {}

  private static void overwritten(Copying c) {
    ObjectEvent old = c.put(new byte[] {1, 2, 3}, p -> p.contentType("text/old"));
    c.put(p -> p.contentType("text/new"));
    CopyResult result = c.execute(c.event(c.content().length, old.eTag()));
    assertThat(result).isInstanceOf(CopyReceipt.class);
    assertThat(c.replicaContent()).isEqualTo(c.content());
    assertThat(c.replica().contentType()).isEqualTo("text/new");
  }

  private static void deleted(Copying c) {
    ObjectEvent event = c.key("in/deleted.bin").put(p -> {});
    c.client().deleteObject(r -> r.bucket(c.bucket()).key("in/deleted.bin"));
    CopyResult result = c.execute(event);
    assertThat(result)
        .isInstanceOfSatisfying(
            CopyResult.NotNeeded.class,
            skipped -> assertThat(skipped.reason()).isEqualTo(SkipReason.SOURCE_GONE));
  }

  private static void bareEvent(Copying c) {
    c.put(p -> p.contentType("text/csv"));
    c.copied(c.event(null, null));
    assertThat(c.replicaContent()).isEqualTo(c.content());
  }

  private static void neverOverwritesNew(Copying c) {
    c.key("in/new-" + System.nanoTime()).with(o -> o.overwrite(false));
    c.copied(c.put(p -> {}));
    assertThat(c.replicaContent()).isEqualTo(c.content());
  }

  private static void neverOverwrites(Copying c) {
    c.key("in/kept.bin").with(o -> o.overwrite(false));
    ObjectEvent event = c.put(p -> {});
    c.replicaClient()
        .putObject(
            r -> r.bucket(c.replicaBucket()).key(c.replicaKey()), RequestBody.fromString("mine"));
    assertThat(c.execute(event))
        .isInstanceOfSatisfying(
            CopyResult.NotNeeded.class,
            skipped -> assertThat(skipped.reason()).isEqualTo(SkipReason.DESTINATION_EXISTS));
    assertThat(c.replicaContent()).asString().isEqualTo("mine");
  }

  private static void sourceOfAnotherOwner(Copying c) {
    ObjectEvent event = c.put(p -> {});
    assertThatExceptionOfType(CopyException.class)
        .isThrownBy(() -> c.owners(STRANGER, null).execute(event))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(FailureReason.ACCESS_DENIED));
  }

  private static void destinationOfAnotherOwner(Copying c) {
    ObjectEvent event = c.put(p -> {});
    assertThatExceptionOfType(CopyException.class)
        .isThrownBy(() -> c.owners(null, STRANGER).execute(event))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(FailureReason.ACCESS_DENIED));
  }

  private static void twice(Copying c) {
    ObjectEvent event = c.put(p -> p.contentType("text/csv"));
    c.copied(event);
    // A copy in one request is repeated; a multipart copy finds the replica.
    assertThat(c.execute(event))
        .satisfiesAnyOf(
            result -> assertThat(result).isInstanceOf(CopyReceipt.class),
            result ->
                assertThat(result)
                    .isEqualTo(
                        new CopyResult.NotNeeded(SkipReason.ALREADY_CURRENT, result.requests())));
    assertThat(c.replicaContent()).isEqualTo(c.content());
  }
}
