package io.github.s3sync.rule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the rules of one bucket whose prefix a key begins with: one look-up for each length that a
 * prefix has, however many rules there are.
 */
final class PrefixIndex {

  private final Map<String, List<Entry>> byPrefix = new HashMap<>();
  private final int[] lengths;

  private record Entry(int position, CopyRule rule) {}

  PrefixIndex(List<CopyRule> rules) {
    for (int i = 0; i < rules.size(); i++) {
      byPrefix
          .computeIfAbsent(rules.get(i).prefix(), prefix -> new ArrayList<>())
          .add(new Entry(i, rules.get(i)));
    }
    lengths = byPrefix.keySet().stream().mapToInt(String::length).distinct().sorted().toArray();
  }

  List<CopyRule> candidates(String key) {
    List<Entry> found = new ArrayList<>();
    for (int length : lengths) {
      if (length > key.length()) {
        break;
      }
      found.addAll(byPrefix.getOrDefault(key.substring(0, length), List.of()));
    }
    found.sort(Comparator.comparingInt(Entry::position));
    return found.stream().map(Entry::rule).toList();
  }
}
