package io.github.s3sync.outcome;

import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.plan.SkipReason;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts outcomes. Thread-safe.
 *
 * @since 0.1.0
 */
public final class OutcomeCounter implements OutcomeListener {

  private final LongAdder copied = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder deleted = new LongAdder();
  private final LongAdder requests = new LongAdder();
  private final Map<SkipReason, LongAdder> skipped = new ConcurrentHashMap<>();
  private final Map<FailureReason, LongAdder> failed = new ConcurrentHashMap<>();

  /** Creates a counter with all counts at zero. */
  public OutcomeCounter() {}

  @Override
  public void onOutcome(CopyOutcome outcome) {
    requests.add(outcome.requests());
    switch (outcome.kind()) {
      case COPIED -> {
        copied.increment();
        bytes.add(((CopyOutcome.Copied) outcome).bytes());
      }
      case DELETED -> deleted.increment();
      case SKIPPED -> increment(skipped, ((CopyOutcome.Skipped) outcome).reason());
      case FAILED -> increment(failed, ((CopyOutcome.Failed) outcome).reason());
    }
  }

  private static <K> void increment(Map<K, LongAdder> counts, K reason) {
    counts.computeIfAbsent(reason, r -> new LongAdder()).increment();
  }

  /**
   * Returns the counts so far.
   *
   * @return the counts; an outcome that is being counted concurrently may be included in only some
   *     of them
   */
  public Counts counts() {
    return new Counts(
        copied.sum(), bytes.sum(), deleted.sum(), requests.sum(), sums(skipped), sums(failed));
  }

  private static <K extends Enum<K>> Map<K, Long> sums(Map<K, LongAdder> counts) {
    Map<K, Long> sums = new TreeMap<>();
    counts.forEach((reason, count) -> sums.put(reason, count.sum()));
    return sums;
  }

  /**
   * The numbers of outcomes.
   *
   * @param copied the number of copies
   * @param bytes the number of bytes copied
   * @param deleted the number of replicas deleted
   * @param requests the number of requests to S3, including those of failed copies
   * @param skipped the number of skipped events by reason; a reason that did not occur is absent
   * @param failed the number of failures by reason; a reason that did not occur is absent
   */
  public record Counts(
      long copied,
      long bytes,
      long deleted,
      long requests,
      Map<SkipReason, Long> skipped,
      Map<FailureReason, Long> failed) {

    /** Copies the maps, in the order of the reasons. */
    public Counts {
      skipped = Collections.unmodifiableMap(new TreeMap<>(skipped));
      failed = Collections.unmodifiableMap(new TreeMap<>(failed));
    }
  }
}
