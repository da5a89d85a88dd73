package io.github.s3sync.benchmarks;

import java.time.Duration;
import java.util.List;

/** Contains the measurements of one way to start, over several starts. */
record Starts(String name, Samples wallSeconds, Samples cpuSeconds) {

  Starts(String name) {
    this(name, new Samples(), new Samples());
  }

  void add(double seconds, Duration cpu) {
    wallSeconds.add(seconds);
    cpuSeconds.add(cpu.toNanos() / 1e9);
  }

  /** Prints each way relative to the first. */
  static void print(String title, List<Starts> all) {
    System.out.printf("%n%s%n", title);
    System.out.printf("  %-34s %-26s %s%n", "", "wall time, ratio", "CPU time, ratio");
    Starts base = all.get(0);
    for (Starts starts : all) {
      System.out.printf(
          "  %-34s %-26s %-26s (medians here: %.2f s, %.2f s)%n",
          starts.name(),
          starts.wallSeconds().by(base.wallSeconds()),
          starts.cpuSeconds().by(base.cpuSeconds()),
          starts.wallSeconds().median(),
          starts.cpuSeconds().median());
    }
  }
}
