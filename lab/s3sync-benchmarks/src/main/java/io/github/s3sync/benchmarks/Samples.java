package io.github.s3sync.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Collects values of one kind, one per round. */
final class Samples {

  private final List<Double> values = new ArrayList<>();

  void add(double value) {
    values.add(value);
  }

  double median() {
    return quantile(0.5);
  }

  /**
   * Divides each value by the other's value of the same round: a factor that slowed the whole round
   * cancels out.
   */
  Samples by(Samples other) {
    Samples ratios = new Samples();
    for (int i = 0; i < values.size(); i++) {
      ratios.add(values.get(i) / other.values.get(i));
    }
    return ratios;
  }

  /** Returns the median, and the quartiles in brackets. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%.3f [%.3f..%.3f]", median(), quantile(0.25), quantile(0.75));
  }

  private double quantile(double part) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    double at = part * (sorted.size() - 1);
    int below = (int) Math.floor(at);
    int above = (int) Math.ceil(at);
    return sorted.get(below) + (at - below) * (sorted.get(above) - sorted.get(below));
  }
}
