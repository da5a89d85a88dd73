package io.github.s3sync.rule;

import io.github.s3sync.key.KeyDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rules of one bucket whose prefix a key starts with. It needs one binary search, however
 * many rules there are and however deep their prefixes are.
 *
 * <p>In sorted order, every prefix between a prefix of the key and the key itself also starts with
 * that prefix. So all matching prefixes form a chain: the last prefix that does not sort after the
 * key, then the longest other prefix that it starts with, and so on.
 */
final class PrefixIndex {

  private final String[] prefixes;
  private final int[] enclosing;
  private final @Nullable KeyDecoder keyDecoder;
  private final List<List<Entry>> entries = new ArrayList<>();

  private record Entry(int position, CopyRule rule) {}

  PrefixIndex(List<CopyRule> rules) {
    keyDecoder = rules.get(0).keyDecoder();
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

  /** Returns the decoder of keys of the bucket, on which all its rules agree. */
  @Nullable KeyDecoder keyDecoder() {
    return keyDecoder;
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
