package io.github.s3sync.micrometer;

import io.github.s3sync.sqs.MessageOutcome;
import io.github.s3sync.sqs.MessageOutcome.Fate;
import io.github.s3sync.sqs.PollerListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Counts the fates of messages in a {@link MeterRegistry}: {@code
 * SqsPoller.builder().listener(MeteredMessages.of(registry))}. Requires {@code s3sync-sqs}, which
 * is not a transitive dependency of this library.
 *
 * <p>The counter is {@code s3sync.messages}, with the tag {@code fate}: each {@link Fate} in lower
 * case, such as {@code acknowledged}. It counts deliveries, so a message that is retried counts
 * each time. All counters exist from the start, at zero. Safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class MeteredMessages implements PollerListener {

  private final Map<Fate, Counter> messages = new EnumMap<>(Fate.class);

  private MeteredMessages(MeterRegistry registry) {
    for (Fate fate : Fate.values()) {
      messages.put(
          fate,
          Counter.builder("s3sync.messages")
              .description("Deliveries of messages by fate")
              .tag("fate", fate.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
  }

  /**
   * Returns a listener that adds its meters to a registry. Several listeners of one registry share
   * the meters.
   *
   * @param registry the registry; its common tags apply to the meters
   * @return the listener
   */
  public static MeteredMessages of(MeterRegistry registry) {
    return new MeteredMessages(Objects.requireNonNull(registry, "registry"));
  }

  @Override
  public void onMessage(MessageOutcome outcome) {
    Objects.requireNonNull(messages.get(outcome.fate())).increment();
  }
}
