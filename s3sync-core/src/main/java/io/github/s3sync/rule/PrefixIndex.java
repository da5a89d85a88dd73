package io.github.s3sync.rule;

import io.github.s3sync.event.KeyEncoding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rules of one bucket whose prefix a key begins with, by one binary search however many
 * rules there are and however deep their prefixes.
 *
 * <p>Of the sorted prefixes, whatever stands between a prefix of the key and the key itself begins
 * with that prefix too. So all that are wanted lie on one line: the last one that does not sort
 * behind the key, the longest other prefix that this one begins with, and so on.
 */
final class PrefixIndex {

  private final String[] prefixes;
  private final int[] enclosing;
  private final @Nullable KeyEncoding keyEncoding;
  private final List<List<Entry>> entries = new ArrayList<>();

  private record Entry(int position, CopyRule rule) {}

  PrefixIndex(List<CopyRule> rules) {
    keyEncoding = rules.get(0).keyEncoding();
    Map<String, List<Entry>> byPrefix = new HashMap<>();
    for (int i = 0; i < rules.size(); i++) {
      byPrefix
          .computeIfAbsent(rules.get(i).prefix(), prefix -> new ArrayList<>())
          .add(new Entry(i, rules.get(i)));
    }
    prefixes = byPrefix.keySet().stream().sorted().toArray(String[]::new);
    enclosing = new int[prefixes.length];
    for (int i = 0; i < prefixes.length; i++) {
      entries.add(byPrefix.getOrDefault(prefixes[i], List.of()));
      enclosing[i] = i - 1;
      while (enclosing[i] >= 0 && !prefixes[i].startsWith(prefixes[enclosing[i]])) {
        enclosing[i] = enclosing[enclosing[i]];
      }
    }
  }

  /** How keys of the bucket are written, in which all its rules agree. */
  @Nullable KeyEncoding keyEncoding() {
    return keyEncoding;
  }

  List<CopyRule> candidates(String key) {
    int found = Arrays.binarySearch(prefixes, key);
    List<Entry> matching = new ArrayList<>();
    for (int at = found >= 0 ? found : -found - 2; at >= 0; at = enclosing[at]) {
      if (key.startsWith(prefixes[at])) {
        matching.addAll(entries.get(at));
      }
    }
    matching.sort((one, other) -> Integer.compare(one.position(), other.position()));
    return matching.stream().map(Entry::rule).toList();
  }
}
