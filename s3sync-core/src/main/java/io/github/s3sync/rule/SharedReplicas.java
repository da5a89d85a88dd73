package io.github.s3sync.rule;

import io.github.s3sync.destination.Destination;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.pattern.PrefixMapper;
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
 * Finds rules that may write the same replica, and rules that delete where other rules may write.
 * It compares buckets and key prefixes, so it may report rules that never share a key.
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
        if (use.deletes()) {
          deleting.add(use);
        }
      }
    }
  }

  /** Returns one sentence for each warning. */
  Stream<String> warnings() {
    return Stream.concat(deletes(), writes());
  }

  /**
   * Returns one sentence for each bucket and prefix whose keys rules without deletes write from
   * different objects.
   */
  private Stream<String> writes() {
    return byBucket.values().stream()
        .flatMap(prefixes -> prefixes.values().stream())
        .filter(uses -> uses.stream().noneMatch(Use::deletes))
        .flatMap(uses -> uses.stream().filter(Use::hasKnownKeys).flatMap(this::othersOf).limit(1));
  }

  /** Returns a sentence about a rule and those that may write its keys, if there are any. */
  private Stream<String> othersOf(Use first) {
    List<String> others =
        sameOrNarrower(first)
            .filter(other -> !other.deletes() && first.mayWriteSameKeysAs(other))
            .map(use -> use.rule().name())
            .distinct()
            .toList();
    if (others.isEmpty()) {
      return Stream.empty();
    }
    String names =
        others.size() == 1
            ? "'" + first.rule().name() + "' and '" + others.get(0) + "'"
            : "'%s', '%s' and %d more"
                .formatted(first.rule().name(), others.get(0), others.size() - 1);
    return Stream.of(
        "rules "
            + names
            + " write keys of '"
            + first.to().bucket()
            + "'"
            + (first.outputPrefix().isEmpty()
                ? ""
                : " with the prefix '" + first.outputPrefix() + "'")
            + " from different objects: where two have the same key, the last copy wins");
  }

  /**
   * Returns one sentence for each destination with deletes and the first other destination that it
   * overlaps with.
   */
  private Stream<String> deletes() {
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
    Stream<Use> wider =
        IntStream.range(0, use.outputPrefix.length())
            .mapToObj(length -> uses.getOrDefault(use.outputPrefix.substring(0, length), List.of()))
            .flatMap(List::stream)
            .filter(other -> use.to.access().mayShareBuckets(other.to.access()));
    return Stream.concat(wider, sameOrNarrower(use));
  }

  /** Returns the uses whose prefix begins with the prefix of the given use. */
  private Stream<Use> sameOrNarrower(Use use) {
    return byBucket
        .getOrDefault(use.to.bucket(), new TreeMap<>())
        .tailMap(use.outputPrefix)
        .entrySet()
        .stream()
        .takeWhile(entry -> entry.getKey().startsWith(use.outputPrefix))
        .flatMap(entry -> entry.getValue().stream())
        .filter(other -> use.to.access().mayShareBuckets(other.to.access()));
  }

  /** A destination of a rule, and the prefix of its replicas. */
  private record Use(CopyRule rule, Destination to, String outputPrefix) {

    boolean deletes() {
      return rule.kinds().contains(EventKind.REMOVED);
    }

    /**
     * Returns whether both have the same source for a replica, so that it exists for both or for
     * neither.
     */
    boolean hasSameSourcesAs(Use other) {
      return rule.sourceBucket().equals(other.rule.sourceBucket())
          && Objects.equals(rule.sourceAccess().endpoint(), other.rule.sourceAccess().endpoint())
          && (to.key().equals(other.to.key())
              || (to.key() instanceof Template
                  && to.key().toString().equals(other.to.key().toString())));
    }

    /**
     * Returns whether two rules without deletes may write one key, as far as their mappings show. A
     * mapping in code shows nothing, and a template with the source's bucket keeps the keys of two
     * buckets apart.
     */
    boolean mayWriteSameKeysAs(Use other) {
      return !rule.name().equals(other.rule.name())
          && other.hasKnownKeys()
          && !hasSameSourcesAs(other);
    }

    boolean hasKnownKeys() {
      KeyMapper mapper = to.key();
      return mapper instanceof PrefixMapper
          || (mapper instanceof Template && !mapper.toString().contains("{bucket}"));
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
