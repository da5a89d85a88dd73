package io.github.s3sync.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Collects the rounds of one contender. */
final class QueueRounds {

  private final String name;
  private final Samples perSecond = new Samples();
  private final Samples cpuMicros = new Samples();
  private final Map<String, Double> calls = new TreeMap<>();
  private int rounds;

  QueueRounds(String name) {
    this.name = name;
  }

  void add(QueueRound round) {
    perSecond.add(round.perSecond());
    cpuMicros.add(round.cpuMicros());
    round.calls().forEach((operation, count) -> calls.merge(operation, count, Double::sum));
    rounds++;
  }

  /**
   * Prints each contender relative to the first; SQS calls are absolute, as the mean of all rounds.
   */
  static void print(String title, List<QueueRounds> all) {
    System.out.printf("%n%s%n", title);
    System.out.printf(
        "  %-24s %-26s %-26s %s%n",
        "", "messages/s, ratio", "CPU a message, ratio", "SQS calls a message");
    QueueRounds base = all.get(0);
    for (QueueRounds one : all) {
      System.out.printf(
          "  %-24s %-26s %-26s %s (medians here: %.0f/s, %.0f us)%n",
          one.name,
          one.perSecond.by(base.perSecond),
          one.cpuMicros.by(base.cpuMicros),
          one.callsAMessage(),
          one.perSecond.median(),
          one.cpuMicros.median());
    }
  }

  private String callsAMessage() {
    double sum = calls.values().stream().mapToDouble(count -> count / rounds).sum();
    String each =
        calls.entrySet().stream()
            .map(e -> "%.3f %s".formatted(e.getValue() / rounds, e.getKey()))
            .collect(Collectors.joining(" + "));
    return String.format(Locale.ROOT, "%.3f = %s", sum, each);
  }
}
