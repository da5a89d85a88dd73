package io.github.s3sync.sqs;

import io.github.s3sync.sqs.MessageOutcome.Fate;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the deliveries of messages by their fate. Thread-safe.
 *
 * @since 0.1.0
 */
public final class MessageCounter implements PollerListener {

  private final Map<Fate, LongAdder> counts = new ConcurrentHashMap<>();

  /** Creates a counter with all counts at zero. */
  public MessageCounter() {}

  @Override
  public void onMessage(MessageOutcome outcome) {
    counts.computeIfAbsent(outcome.fate(), fate -> new LongAdder()).increment();
  }

  /**
   * Returns the counts so far.
   *
   * @return the number of deliveries by fate; a fate that did not occur is absent
   */
  public Map<Fate, Long> counts() {
    Map<Fate, Long> sums = new EnumMap<>(Fate.class);
    counts.forEach((fate, count) -> sums.put(fate, count.sum()));
    return sums;
  }
}
