package io.github.s3sync.micrometer;

import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.outcome.Lag;
import io.github.s3sync.outcome.OutcomeListener;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.plan.SkipReason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.BaseUnits;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Counts outcomes in a {@link MeterRegistry}: {@code
 * S3Sync.builder().listener(OutcomeListener.logging().andThen(MeteredOutcomes.of(registry)))}.
 *
 * <table>
 *   <caption>Meters</caption>
 *   <tr><th>name</th><th>kind</th><th>tags</th><th>what</th></tr>
 *   <tr><td>{@code s3sync.objects}</td><td>counter</td><td>{@code outcome}: copied, deleted,
 *   skipped or failed; {@code reason}: that of the skip or failure, otherwise {@code none}</td>
 *   <td>outcomes, one for each destination of each event</td></tr>
 *   <tr><td>{@code s3sync.bytes}</td><td>counter, bytes</td><td>none</td><td>what the copied
 *   objects hold</td></tr>
 *   <tr><td>{@code s3sync.requests}</td><td>counter</td><td>none</td><td>requests to S3, those of
 *   outcomes of all kinds</td></tr>
 *   <tr><td>{@code s3sync.lag}</td><td>timer with a histogram from 10 ms to 1 h</td><td>none</td>
 *   <td>from an event's time to its replica's, for each copied object whose event has a time; a
 *   lag that two clocks make negative is zero</td></tr>
 * </table>
 *
 * <p>All are there from the beginning, at zero, so that the first failure is an increase. No
 * bucket, key or rule is a tag: the number of meters does not grow. Safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class MeteredOutcomes implements OutcomeListener {

  private static final Duration LEAST_LAG = Duration.ofMillis(10);
  private static final Duration MOST_LAG = Duration.ofHours(1);

  private final Counter copied;
  private final Counter deleted;
  private final Map<SkipReason, Counter> skipped = new EnumMap<>(SkipReason.class);
  private final Map<FailureReason, Counter> failed = new EnumMap<>(FailureReason.class);
  private final Counter bytes;
  private final Counter requests;
  private final Timer lag;

  private MeteredOutcomes(MeterRegistry registry) {
    copied = objects(registry, "copied", "none");
    deleted = objects(registry, "deleted", "none");
    for (SkipReason reason : SkipReason.values()) {
      skipped.put(reason, objects(registry, "skipped", reason.name()));
    }
    for (FailureReason reason : FailureReason.values()) {
      failed.put(reason, objects(registry, "failed", reason.name()));
    }
    bytes =
        Counter.builder("s3sync.bytes")
            .description("Bytes in the objects copied")
            .baseUnit(BaseUnits.BYTES)
            .register(registry);
    requests = Counter.builder("s3sync.requests").description("Requests to S3").register(registry);
    lag =
        Timer.builder("s3sync.lag")
            .description("Time from the event to the replica")
            .publishPercentileHistogram()
            .minimumExpectedValue(LEAST_LAG)
            .maximumExpectedValue(MOST_LAG)
            .register(registry);
  }

  /**
   * Makes a listener whose meters are in a registry. Others of the same registry share them.
   *
   * @param registry where the meters are; its common tags are theirs, too
   * @return the listener
   */
  public static MeteredOutcomes of(MeterRegistry registry) {
    return new MeteredOutcomes(Objects.requireNonNull(registry, "registry"));
  }

  private static Counter objects(MeterRegistry registry, String outcome, String reason) {
    return Counter.builder("s3sync.objects")
        .description("What became of an event, for each destination")
        .tag("outcome", outcome)
        .tag("reason", reason)
        .register(registry);
  }

  @Override
  public void onOutcome(CopyOutcome outcome) {
    requests.increment(outcome.requests());
    if (outcome instanceof CopyOutcome.Copied copy) {
      copied.increment();
      bytes.increment((double) copy.bytes());
      record(copy.lag());
    } else if (outcome instanceof CopyOutcome.Deleted) {
      deleted.increment();
    } else if (outcome instanceof CopyOutcome.Skipped skip) {
      increment(skipped.get(skip.reason()));
    } else if (outcome instanceof CopyOutcome.Failed failure) {
      increment(failed.get(failure.reason()));
    }
  }

  private void record(@Nullable Duration time) {
    if (time != null && Lag.isPlausible(time)) {
      // A timer drops what is negative, and the copies would be more than the lags.
      lag.record(time.isNegative() ? Duration.ZERO : time);
    }
  }

  private static void increment(@Nullable Counter counter) {
    Objects.requireNonNull(counter).increment();
  }
}
