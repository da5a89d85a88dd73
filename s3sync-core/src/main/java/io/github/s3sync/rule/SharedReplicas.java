package io.github.s3sync.rule;

import io.github.s3sync.destination.Destination;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.pattern.Template;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds rules that delete where other rules may write. It compares buckets and key prefixes, so it
 * may report rules that never share a key.
 */
final class SharedReplicas {

  private final Map<String, TreeMap<String, List<Use>>> byBucket = new HashMap<>();
  private final List<Use> deleting = new ArrayList<>();

  SharedReplicas(List<CopyRule> rules) {
    for (CopyRule rule : rules) {
      for (Destination to : rule.destinations()) {
        Use use = new Use(rule, to, to.key().outputPrefix(rule.prefix()));
        byBucket
            .computeIfAbsent(to.bucket(), bucket -> new TreeMap<>())
            .computeIfAbsent(use.outputPrefix, outputPrefix -> new ArrayList<>())
            .add(use);
        if (rule.kinds().contains(EventKind.REMOVED)) {
          deleting.add(use);
        }
      }
    }
  }

  /**
   * Returns one sentence for each destination with deletes and the first other destination that it
   * overlaps with.
   */
  Stream<String> warnings() {
    return deleting.stream()
        .flatMap(
            use ->
                overlapping(use)
                    .filter(other -> !use.hasSameSourcesAs(other))
                    .limit(1)
                    .map(use::warning));
  }

  private Stream<Use> overlapping(Use use) {
    TreeMap<String, List<Use>> uses = byBucket.getOrDefault(use.to.bucket(), new TreeMap<>());
    Stream<List<Use>> wider =
        IntStream.range(0, use.outputPrefix.length())
            .mapToObj(
                length -> uses.getOrDefault(use.outputPrefix.substring(0, length), List.of()));
    Stream<List<Use>> narrower =
        uses.tailMap(use.outputPrefix).entrySet().stream()
            .takeWhile(entry -> entry.getKey().startsWith(use.outputPrefix))
            .map(Map.Entry::getValue);
    return Stream.concat(wider, narrower)
        .flatMap(List::stream)
        .filter(other -> use.to.access().mayShareBuckets(other.to.access()));
  }

  /** A destination of a rule, and the prefix of its replicas. */
  private record Use(CopyRule rule, Destination to, String outputPrefix) {

    /**
     * Tells whether both have the same source for a replica, so that it exists for both or for
     * neither.
     */
    boolean hasSameSourcesAs(Use other) {
      return rule.sourceBucket().equals(other.rule.sourceBucket())
          && Objects.equals(rule.sourceAccess().endpoint(), other.rule.sourceAccess().endpoint())
          && (to.key().equals(other.to.key())
              || (to.key() instanceof Template
                  && to.key().toString().equals(other.to.key().toString())));
    }

    String warning(Use other) {
      return "rule '"
          + rule.name()
          + "' deletes keys of '"
          + to.bucket()
          + "' with the prefix '"
          + outputPrefix
          + "', where rule '"
          + other.rule.name()
          + "' may write replicas of other objects";
    }
  }
}
