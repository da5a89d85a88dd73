package io.github.s3sync.examples.demo;

import io.github.s3sync.examples.demo.LagData.Backlog;
import io.github.s3sync.examples.demo.LagData.Sent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jfree.data.xy.XYSeries;

/**
 * Turns the measurements into the curves of a chart, in seconds since the start. The warm-up is
 * left out.
 */
final class LagSeries {

  /** The minimum: a log scale has no zero, and clocks have a resolution of milliseconds. */
  static final double MIN_LAG = 0.001;

  private final LagData data;

  /** The objects that were copied. */
  private final List<Sent> copied;

  LagSeries(LagData data) {
    this.data = data;
    this.copied =
        data.objects().stream()
            .filter(object -> object.lag() != null && !object.put().isNegative())
            .toList();
  }

  /**
   * Returns the lag of each object at the time when it was put; a sample at regular intervals if
   * there are many.
   */
  XYSeries lags(String name, int most) {
    XYSeries series = new XYSeries(name);
    int step = Math.max(1, (copied.size() + most - 1) / most);
    for (int i = 0; i < copied.size(); i += step) {
      series.add(seconds(copied.get(i).put()), lag(copied.get(i)));
    }
    return series;
  }

  /**
   * Returns a percentile, by nearest rank, of the lags of the objects that were put in each second.
   */
  XYSeries percentile(String name, double part) {
    Map<Long, List<Double>> bySecond = new TreeMap<>();
    for (Sent object : copied) {
      bySecond
          .computeIfAbsent(object.put().toSeconds(), absent -> new ArrayList<>())
          .add(lag(object));
    }
    XYSeries series = new XYSeries(name);
    bySecond.forEach(
        (second, lags) -> {
          lags.sort(null);
          series.add(second + 0.5, lags.get((int) Math.ceil(part * lags.size()) - 1));
        });
    return series;
  }

  /** Returns the number of replicas that were completed in each second. */
  XYSeries copiedPerSecond(String name) {
    int[] counts = new int[(int) last() + 2];
    for (Sent object : copied) {
      counts[(int) copiedAt(object)]++;
    }
    XYSeries series = new XYSeries(name);
    for (int second = 0; second < counts.length; second++) {
      series.add(second, counts[second]);
    }
    return series;
  }

  /** Returns the number of messages in the queue, including those in progress and in back-off. */
  XYSeries waiting(String name) {
    XYSeries series = new XYSeries(name);
    for (Backlog sample : data.backlog()) {
      series.add(seconds(sample.at()), sample.visible() + sample.inFlight());
    }
    return series;
  }

  /** Returns when the last replica was completed. */
  double last() {
    return copied.stream().mapToDouble(LagSeries::copiedAt).max().orElse(0);
  }

  static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }

  private static double copiedAt(Sent object) {
    return seconds(object.put()) + lag(object);
  }

  private static double lag(Sent object) {
    Duration lag = object.lag();
    return lag == null ? Double.NaN : Math.max(MIN_LAG, seconds(lag));
  }
}
