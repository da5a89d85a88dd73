package io.github.s3sync.cli.redrive;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts messages by group and fate. Holds at most {@value #MAX_GROUPS} groups; the messages of all
 * other groups are counted together. Safe for use by many threads.
 */
public final class RedriveCounts {

  static final int MAX_GROUPS = 1_000;

  /** The group of messages of all groups above the limit. */
  public static final DeadLetter.Group OTHERS = new DeadLetter.Group("(others)", "", "");

  private final Map<DeadLetter.Group, Map<Fate, Long>> groups = new LinkedHashMap<>();

  synchronized void add(DeadLetter.Group group, Fate fate) {
    boolean isKnown = groups.size() < MAX_GROUPS || groups.containsKey(group);
    groups
        .computeIfAbsent(isKnown ? group : OTHERS, g -> new EnumMap<>(Fate.class))
        .merge(fate, 1L, Long::sum);
  }

  /** Returns a copy of the counts. */
  public synchronized Map<DeadLetter.Group, Map<Fate, Long>> groups() {
    Map<DeadLetter.Group, Map<Fate, Long>> copy = new LinkedHashMap<>();
    groups.forEach((group, fates) -> copy.put(group, new EnumMap<>(fates)));
    return copy;
  }

  /** Returns the number of messages with a fate. */
  public synchronized long count(Fate fate) {
    return groups.values().stream().mapToLong(fates -> fates.getOrDefault(fate, 0L)).sum();
  }

  /** Returns the number of all messages. */
  public synchronized long total() {
    return groups.values().stream()
        .flatMap(fates -> fates.values().stream())
        .mapToLong(Long::longValue)
        .sum();
  }
}
