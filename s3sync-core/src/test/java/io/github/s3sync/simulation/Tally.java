package io.github.s3sync.simulation;

import java.util.Map;
import java.util.TreeMap;

/** Counts how often each kind of event happened. */
final class Tally {

  private final Map<String, Long> counts = new TreeMap<>();

  void count(String what) {
    counts.merge(what, 1L, Long::sum);
  }

  void add(Tally other) {
    other.counts.forEach((what, times) -> counts.merge(what, times, Long::sum));
  }

  long of(String what) {
    return counts.getOrDefault(what, 0L);
  }

  @Override
  public String toString() {
    return counts.toString();
  }
}
