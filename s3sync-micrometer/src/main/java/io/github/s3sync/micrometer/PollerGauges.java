package io.github.s3sync.micrometer;

import io.github.s3sync.sqs.PollerHealth;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reports the health of an SQS poller as gauges: {@code
 * PollerGauges.of(poller::health).bindTo(registry)}. Requires {@code s3sync-sqs}, which is not a
 * transitive dependency of this library.
 *
 * <table> <caption>Gauges, each a value of {@link PollerHealth}</caption>
 * <tr><th>name</th><th>unit</th><th>meaning</th></tr> <tr><td>{@code
 * s3sync.poller.healthy}</td><td></td><td>1 if healthy, otherwise 0</td></tr> <tr><td>{@code
 * s3sync.poller.live}</td><td></td><td>0 if only a restart can help, otherwise 1</td></tr>
 * <tr><td>{@code s3sync.poller.backlog.age}</td><td>the registry's unit of time</td><td>how long
 * the oldest waiting message may have waited; NaN before the first answer</td></tr> <tr><td>{@code
 * s3sync.poller.oldest.in.work}</td><td>the same</td><td>how long the oldest message in work has
 * been in work; zero if no message is</td></tr> <tr><td>{@code
 * s3sync.poller.since.receive}</td><td>the same</td><td>the time since SQS last answered, or since
 * the start; NaN before the start</td></tr> <tr><td>{@code s3sync.poller.since.success}</td><td>the
 * same</td><td>the time since a message was last done, or since the start; NaN before the
 * start</td></tr> <tr><td>{@code s3sync.poller.in.flight}</td><td>messages</td><td>messages in
 * work</td></tr> <tr><td>{@code s3sync.poller.limit}</td><td>messages</td><td>the maximum number of
 * messages in work; less than the configured concurrency while S3 throttles or refuses all
 * requests</td></tr> <tr><td>{@code s3sync.poller.unacknowledged}</td><td>messages</td><td>messages
 * that are done and not deleted yet</td></tr> </table>
 *
 * <p>Two pollers need one registry each: in a shared registry, only the gauges of the first are
 * kept. Safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class PollerGauges implements MeterBinder {

  private final Supplier<PollerHealth> health;

  private PollerGauges(Supplier<PollerHealth> health) {
    this.health = health;
  }

  /**
   * Returns gauges that are not bound to a registry yet.
   *
   * @param health returns the health of the poller, such as {@code poller::health}; called once for
   *     each gauge whenever the registry is read, and referenced as long as the registry exists
   * @return the gauges
   */
  public static PollerGauges of(Supplier<PollerHealth> health) {
    return new PollerGauges(Objects.requireNonNull(health, "health"));
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("s3sync.poller.healthy", () -> health.get().healthy() ? 1 : 0)
        .description("Whether the poller is healthy")
        .register(registry);
    Gauge.builder("s3sync.poller.live", () -> health.get().live() ? 1 : 0)
        .description("Whether the poller can work without a restart")
        .register(registry);
    time(
        registry,
        "backlog.age",
        "How long the oldest waiting message may have waited",
        PollerHealth::backlogAge);
    time(
        registry,
        "oldest.in.work",
        "How long the oldest message in work has been in work",
        PollerHealth::oldestInWork);
    time(
        registry,
        "since.receive",
        "Time since SQS last answered",
        h -> since(h.lastReceive(), h.started()));
    time(
        registry,
        "since.success",
        "Time since a message was last done",
        h -> since(h.lastSuccess(), h.started()));
    messages(registry, "in.flight", "Messages in work", PollerHealth::inFlight);
    messages(registry, "limit", "The maximum number of messages in work", PollerHealth::limit);
    messages(
        registry,
        "unacknowledged",
        "Messages that are done and wait to be deleted",
        PollerHealth::unacknowledged);
  }

  private void time(
      MeterRegistry registry,
      String name,
      String what,
      Function<PollerHealth, @Nullable Duration> time) {
    TimeGauge.builder(
            "s3sync.poller." + name,
            () -> {
              Duration now = time.apply(health.get());
              return now == null ? Double.NaN : now.toMillis();
            },
            TimeUnit.MILLISECONDS)
        .description(what)
        .register(registry);
  }

  private static @Nullable Duration since(@Nullable Instant last, @Nullable Instant started) {
    Instant from = last == null ? started : last;
    return from == null ? null : Duration.between(from, Instant.now());
  }

  private void messages(
      MeterRegistry registry, String name, String what, ToDoubleFunction<PollerHealth> number) {
    Gauge.builder("s3sync.poller." + name, () -> number.applyAsDouble(health.get()))
        .description(what)
        .baseUnit(BaseUnits.MESSAGES)
        .register(registry);
  }
}
