package io.github.s3sync.sqs.crash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Counts the steps of all workers, including dead ones. Thread-safe. */
final class Ledger {

  private final NavigableMap<String, Long> counts = new TreeMap<>();
  private final Map<String, Integer> receives = new HashMap<>();
  private final List<String> problems = new ArrayList<>();

  synchronized void add(String what, long number) {
    counts.merge(what, number, Long::sum);
  }

  void add(String what) {
    add(what, 1);
  }

  synchronized void highest(String what, long number) {
    counts.merge(what, number, Math::max);
  }

  synchronized long count(String what) {
    return counts.getOrDefault(what, 0L);
  }

  /** Returns the counts whose names begin with this prefix, without the prefix. */
  synchronized NavigableMap<String, Long> below(String prefix) {
    NavigableMap<String, Long> below = new TreeMap<>();
    counts.forEach(
        (name, count) -> {
          if (name.startsWith(prefix)) {
            below.put(name.substring(prefix.length()), count);
          }
        });
    return below;
  }

  synchronized void problem(String problem) {
    problems.add(problem);
  }

  synchronized List<String> problems() {
    return List.copyOf(problems);
  }

  synchronized void message(String id, int receiveCount, String fate, List<String> outcomes) {
    receives.merge(id, receiveCount, Math::max);
    add("fate " + fate);
    outcomes.forEach(outcome -> add("outcome " + outcome));
    boolean failed = outcomes.stream().anyMatch(outcome -> outcome.startsWith("FAILED"));
    if (fate.equals("ACKNOWLEDGED") && failed) {
      problems.add("message " + id + " was acknowledged with " + outcomes);
    }
    if (fate.equals("DEAD_LETTERED") && !failed) {
      problems.add("message " + id + " was given up with " + outcomes);
    }
  }

  /** Returns the number of deliveries, as far as workers lived long enough to record them. */
  synchronized long deliveries() {
    return receives.values().stream().mapToLong(Integer::longValue).sum();
  }
}
