package io.github.s3sync.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.examples.demo.LagData.Backlog;
import io.github.s3sync.examples.demo.LagData.Sent;
import io.github.s3sync.examples.demo.LagData.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jfree.data.xy.XYSeries;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LagSeriesTest {

  private static final Span NEVER = new Span(Duration.ZERO, Duration.ZERO);

  private final List<Sent> objects = new ArrayList<>();

  @Test
  void percentile_hundredInASecond_isTheNearestRank() {
    for (int i = 100; i >= 1; i--) {
      put(3000 + i, i * 10L);
    }

    assertThat(points(series().percentile("", 0.5))).containsExactly("3.5 0.5");
    assertThat(points(series().percentile("", 0.99))).containsExactly("3.5 0.99");
  }

  @Test
  void percentile_oneInASecond_isIts() {
    put(0, 20L);
    put(1000, 40L);

    assertThat(points(series().percentile("", 0.5))).containsExactly("0.5 0.02", "1.5 0.04");
    assertThat(points(series().percentile("", 0.99))).containsExactly("0.5 0.02", "1.5 0.04");
  }

  @Test
  void copiedPerSecond_secondWithoutCopies_isZero() {
    put(100, 10L);
    put(200, 10L);
    put(300, 2000L);

    assertThat(points(series().copiedPerSecond("")))
        .containsExactly("0.0 2.0", "1.0 0.0", "2.0 1.0", "3.0 0.0");
  }

  @Test
  void lags_warmUpAndNotCopied_areLeftOut() {
    put(-100, 10L);
    put(100, null);
    put(200, 10L);

    assertThat(points(series().lags("", 10))).containsExactly("0.2 0.01");
    assertThat(points(series().copiedPerSecond(""))).containsExactly("0.0 1.0", "1.0 0.0");
  }

  @Test
  void lags_manyObjects_areThinnedEvenly() {
    for (int i = 0; i < 7; i++) {
      put(i * 1000L, 10L);
    }

    assertThat(points(series().lags("", 3))).containsExactly("0.0 0.01", "3.0 0.01", "6.0 0.01");
  }

  @Test
  void waiting_messagesInWork_areCounted() {
    assertThat(points(series().waiting(""))).containsExactly("1.0 7.0");
  }

  private void put(long putMillis, @Nullable Long lagMillis) {
    Duration lag = lagMillis == null ? null : Duration.ofMillis(lagMillis);
    objects.add(new Sent("key", Duration.ofMillis(putMillis), lag, "Copied"));
  }

  private LagSeries series() {
    Backlog backlog = new Backlog(Duration.ofSeconds(1), 4, 3);
    return new LagSeries(
        new LagData(new StreamPlan(0, 1, 1), objects, List.of(backlog), NEVER, NEVER));
  }

  private static List<String> points(XYSeries series) {
    List<String> points = new ArrayList<>();
    for (int i = 0; i < series.getItemCount(); i++) {
      points.add(series.getX(i).doubleValue() + " " + series.getY(i).doubleValue());
    }
    return points;
  }
}
