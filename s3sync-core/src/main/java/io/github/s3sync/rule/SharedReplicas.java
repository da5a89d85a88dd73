package io.github.s3sync.rule;

import io.github.s3sync.event.EventKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds rules that delete where others may write. Decided by buckets and by how keys begin, so it
 * may find what never meets.
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
            .computeIfAbsent(use.begins, begins -> new ArrayList<>())
            .add(use);
        if (rule.kinds().contains(EventKind.REMOVED)) {
          deleting.add(use);
        }
      }
    }
  }

  /** One sentence for each destination that is deleted from, and the first that it meets. */
  Stream<String> warnings() {
    return deleting.stream()
        .flatMap(
            use ->
                meeting(use)
                    .filter(other -> !use.hasTheSourcesOf(other))
                    .limit(1)
                    .map(use::warning));
  }

  private Stream<Use> meeting(Use use) {
    TreeMap<String, List<Use>> uses = byBucket.getOrDefault(use.to.bucket(), new TreeMap<>());
    Stream<List<Use>> wider =
        IntStream.range(0, use.begins.length())
            .mapToObj(length -> uses.getOrDefault(use.begins.substring(0, length), List.of()));
    Stream<List<Use>> narrower =
        uses.tailMap(use.begins).entrySet().stream()
            .takeWhile(entry -> entry.getKey().startsWith(use.begins))
            .map(Map.Entry::getValue);
    return Stream.concat(wider, narrower)
        .flatMap(List::stream)
        .filter(other -> use.to.access().mayShareBuckets(other.to.access()));
  }

  /** A destination of a rule, and how its replicas begin. */
  private record Use(CopyRule rule, Destination to, String begins) {

    /** Whether a replica of both has one source, which is there or not for both. */
    boolean hasTheSourcesOf(Use other) {
      return rule.sourceBucket().equals(other.rule.sourceBucket())
          && Objects.equals(rule.sourceAccess().endpoint(), other.rule.sourceAccess().endpoint())
          && (to.key().equals(other.to.key())
              || (to.key() instanceof Template
                  && to.key().toString().equals(other.to.key().toString())));
    }

    String warning(Use other) {
      return "rule '"
          + rule.name()
          + "': deletes keys of '"
          + to.bucket()
          + "' that begin with '"
          + begins
          + "', where rule '"
          + other.rule.name()
          + "' may have replicas of other objects";
    }
  }
}
