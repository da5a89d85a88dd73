package io.github.s3sync.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.sqs.PollerHealth;
import io.github.s3sync.sqs.PollerHealth.State;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PollerGaugesTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private PollerHealth now = health(State.NEW, null, 0, 16, 0);

  @Test
  void bindTo_poller_gaugesFollowIt() {
    PollerGauges.of(() -> now).bindTo(registry);

    assertThat(gauge("healthy")).isZero();
    assertThat(backlogAge()).isNaN();

    now = health(State.BUSY, Duration.ofMillis(90_500), 7, 8, 3);

    assertThat(gauge("healthy")).isOne();
    assertThat(backlogAge()).isEqualTo(90.5);
    assertThat(gauge("in.flight")).isEqualTo(7);
    assertThat(gauge("limit")).isEqualTo(8);
    assertThat(gauge("unacknowledged")).isEqualTo(3);
    assertThat(registry.get("s3sync.poller.limit").gauge().getId().getBaseUnit())
        .isEqualTo("messages");
  }

  private double gauge(String name) {
    return registry.get("s3sync.poller." + name).gauge().value();
  }

  private double backlogAge() {
    return registry.get("s3sync.poller.backlog.age").timeGauge().value(TimeUnit.SECONDS);
  }

  @Test
  void bindTo_startedAndNothingDone_timesCountFromTheStart() {
    PollerGauges.of(() -> now).bindTo(registry);

    assertThat(seconds("since.receive")).isNaN();
    assertThat(seconds("since.success")).isNaN();
    assertThat(seconds("oldest.in.work")).isZero();
    assertThat(gauge("live")).isOne();

    Instant start = Instant.now().minusSeconds(3600);
    now = health(start, null, null, Duration.ofHours(2), false);

    assertThat(seconds("since.receive")).isBetween(3600.0, 3700.0);
    assertThat(seconds("since.success")).isBetween(3600.0, 3700.0);
    assertThat(seconds("oldest.in.work")).isEqualTo(7200);
    assertThat(gauge("live")).isZero();

    now = health(start, start.plusSeconds(3000), start.plusSeconds(1800), Duration.ZERO, true);

    assertThat(seconds("since.receive")).isBetween(600.0, 700.0);
    assertThat(seconds("since.success")).isBetween(1800.0, 1900.0);
  }

  private double seconds(String name) {
    return registry.get("s3sync.poller." + name).timeGauge().value(TimeUnit.SECONDS);
  }

  private static PollerHealth health(
      State state, @Nullable Duration backlogAge, int inFlight, int limit, int unacknowledged) {
    return new PollerHealth(
        state,
        null,
        null,
        null,
        backlogAge,
        inFlight,
        Duration.ZERO,
        limit,
        unacknowledged,
        null,
        true);
  }

  private static PollerHealth health(
      Instant started,
      @Nullable Instant lastReceive,
      @Nullable Instant lastSuccess,
      Duration oldestInWork,
      boolean live) {
    return new PollerHealth(
        State.BUSY, started, lastReceive, lastSuccess, null, 1, oldestInWork, 1, 0, null, live);
  }
}
