package io.github.s3sync;

import io.github.s3sync.copy.CopyExecutor;
import io.github.s3sync.copy.CopyReceipt;
import io.github.s3sync.copy.CopyResult;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.rule.CopyRule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Answers each plan with a receipt, unless a test sets another answer for its source key. */
final class FakeExecutor implements CopyExecutor {

  static final Instant VISIBLE_AT = Instant.parse("2026-09-01T10:20:33Z");

  private final Map<String, Supplier<CopyResult>> answers = new ConcurrentHashMap<>();

  FakeExecutor on(String sourceKey, Supplier<CopyResult> answer) {
    answers.put(sourceKey, answer);
    return this;
  }

  static CopyReceipt receipt() {
    return new CopyReceipt("e", "e", null, 7, 0, 1, Duration.ofMillis(5), VISIBLE_AT);
  }

  @Override
  public CopyResult execute(CopyPlan plan, Deadline deadline) {
    return answers.getOrDefault(plan.source().key(), FakeExecutor::receipt).get();
  }

  @Override
  public void check(CopyRule rule) {}

  @Override
  public List<String> requests(CopyPlan plan) {
    return List.of("CopyObject");
  }
}
