package io.github.s3sync.lambda;

import io.github.s3sync.S3Sync;
import io.github.s3sync.copy.CopyException;
import io.github.s3sync.copy.CopyExecutor;
import io.github.s3sync.copy.CopyReceipt;
import io.github.s3sync.copy.CopyResult;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.copy.DeleteReceipt;
import io.github.s3sync.outcome.OutcomeListener;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.plan.SkipReason;
import io.github.s3sync.rule.CopyRule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An executor that copies nothing, records all plans, and fails for certain file names. */
final class FakeCopies implements CopyExecutor {

  static final Instant VISIBLE_AT = Instant.parse("2026-09-01T10:20:32.123Z");

  final List<CopyPlan> plans = new CopyOnWriteArrayList<>();
  final List<Deadline> deadlines = new CopyOnWriteArrayList<>();

  @Override
  public CopyResult execute(CopyPlan plan, Deadline deadline) {
    plans.add(plan);
    deadlines.add(deadline);
    if (deadline.remaining().isZero()) {
      throw new CopyException(FailureReason.NOT_ENOUGH_TIME, "no time left", 0, null);
    }
    String key = plan.source().key();
    String name = key.substring(key.lastIndexOf('/') + 1);
    return switch (name) {
      case "denied.txt" ->
          throw new CopyException(
              FailureReason.ACCESS_DENIED, "403 for " + plan.replica(), 1, new Exception("denied"));
      case "throttled.txt" ->
          throw new CopyException(FailureReason.THROTTLED, "503 SlowDown", 4, null);
      case "gone.txt" -> new CopyResult.NotNeeded(SkipReason.SOURCE_GONE, 1);
      case "deleted.txt" -> new DeleteReceipt(null, 4, Duration.ofMillis(9), VISIBLE_AT);
      case "exists.txt" -> new CopyResult.NotNeeded(SkipReason.DESTINATION_EXISTS, 1);
      default -> new CopyReceipt("e", "e", null, 1024, 0, 1, Duration.ofMillis(9), VISIBLE_AT);
    };
  }

  @Override
  public void check(CopyRule rule) {}

  @Override
  public List<String> requests(CopyPlan plan) {
    return List.of();
  }

  List<String> copied() {
    return plans.stream().map(plan -> plan.source() + " -> " + plan.replica()).toList();
  }

  S3Sync sync() {
    return sync(
        CopyRule.named("menu").from("src-bucket").prefix("in/").to("dst", "bdp/{filename}").build(),
        CopyRule.named("origin").from("example-bucket").to("dst", "bdp/{filename}").build());
  }

  S3Sync sync(CopyRule... rules) {
    return S3Sync.builder().rules(rules).executor(this).listener(OutcomeListener.none()).build();
  }
}
