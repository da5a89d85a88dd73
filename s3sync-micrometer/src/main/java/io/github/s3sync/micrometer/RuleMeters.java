package io.github.s3sync.micrometer;

import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.outcome.Lag;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.plan.SkipReason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.BaseUnits;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Creates and updates the meters of all rules together, or of one rule. */
final class RuleMeters {

  private static final Duration LEAST_LAG = Duration.ofMillis(10);
  private static final Duration MOST_LAG = Duration.ofHours(1);

  private final Counter copied;
  private final Counter deleted;
  private final Map<SkipReason, Counter> skipped = new EnumMap<>(SkipReason.class);
  private final Map<FailureReason, Counter> failed = new EnumMap<>(FailureReason.class);
  private final Counter bytes;
  private final Counter requests;
  private final Timer lag;

  RuleMeters(MeterRegistry registry, Tags tags) {
    copied = objects(registry, tags, "copied", "none");
    deleted = objects(registry, tags, "deleted", "none");
    for (SkipReason reason : SkipReason.values()) {
      skipped.put(reason, objects(registry, tags, "skipped", reason.name()));
    }
    for (FailureReason reason : FailureReason.values()) {
      failed.put(reason, objects(registry, tags, "failed", reason.name()));
    }
    bytes =
        Counter.builder("s3sync.bytes")
            .description("Bytes in the copied objects")
            .baseUnit(BaseUnits.BYTES)
            .tags(tags)
            .register(registry);
    requests =
        Counter.builder("s3sync.requests")
            .description("Requests to S3")
            .tags(tags)
            .register(registry);
    lag =
        Timer.builder("s3sync.lag")
            .description("Time from the event to the replica")
            .tags(tags)
            .publishPercentileHistogram()
            .minimumExpectedValue(LEAST_LAG)
            .maximumExpectedValue(MOST_LAG)
            .register(registry);
  }

  private static Counter objects(MeterRegistry registry, Tags tags, String outcome, String reason) {
    return Counter.builder("s3sync.objects")
        .description("Outcomes of events, one for each destination")
        .tags(tags)
        .tag("outcome", outcome)
        .tag("reason", reason)
        .register(registry);
  }

  void add(CopyOutcome outcome) {
    requests.increment(outcome.requests());
    switch (outcome.kind()) {
      case COPIED -> {
        CopyOutcome.Copied copy = (CopyOutcome.Copied) outcome;
        copied.increment();
        bytes.increment((double) copy.bytes());
        record(copy.lag());
      }
      case DELETED -> deleted.increment();
      case SKIPPED -> increment(skipped.get(((CopyOutcome.Skipped) outcome).reason()));
      case FAILED -> increment(failed.get(((CopyOutcome.Failed) outcome).reason()));
    }
  }

  private void record(@Nullable Duration time) {
    if (time != null && Lag.isPlausible(time)) {
      // A timer ignores negative values, and there would be more copies than lags.
      lag.record(time.isNegative() ? Duration.ZERO : time);
    }
  }

  private static void increment(@Nullable Counter counter) {
    Objects.requireNonNull(counter).increment();
  }
}
