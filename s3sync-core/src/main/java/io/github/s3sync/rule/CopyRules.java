package io.github.s3sync.rule;

import io.github.s3sync.destination.Destination;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.key.KeyDecoder;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.option.CopyOptionsBuilder;
import io.github.s3sync.pattern.Template;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Holds a validated set of rules. Names are unique, and no rule feeds its own source, directly or
 * through other rules. The exception is two rules with {@link CopyOptionsBuilder#twoWay} that copy
 * each other's replicas back. Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public final class CopyRules {

  private final List<CopyRule> rules;
  private final List<String> warnings;
  private final Map<String, PrefixIndex> byBucket = new HashMap<>();
  private final ReturnRoutes returnRoutes;

  private CopyRules(List<CopyRule> rules) {
    this.rules = rules;
    Map<String, CopyRule> byName = new HashMap<>();
    Map<String, List<CopyRule>> sources = new HashMap<>();
    for (CopyRule rule : rules) {
      if (byName.put(rule.name(), rule) != null) {
        throw new InvalidRuleException(rule.name(), "name", "is used twice, expected unique names");
      }
      sources.computeIfAbsent(rule.sourceBucket(), bucket -> new ArrayList<>()).add(rule);
    }
    sources.values().forEach(CopyRules::checkKeyDecoder);
    new LoopCheck(sources).check(rules);
    sources.forEach((bucket, inBucket) -> byBucket.put(bucket, new PrefixIndex(inBucket)));
    this.returnRoutes = new ReturnRoutes(rules);
    new TwoWayDeletes(returnRoutes).check(rules);
    this.warnings =
        Stream.concat(
                rules.stream().flatMap(rule -> Stream.concat(collisions(rule), accessPoints(rule))),
                new SharedReplicas(rules).warnings())
            .toList();
  }

  /**
   * Checks and indexes rules.
   *
   * @param rules the rules; an event is matched against all of them and may match several
   * @return the set
   * @throws InvalidRuleException if names repeat, or if rules could feed each other in a loop
   */
  public static CopyRules of(Collection<CopyRule> rules) {
    return new CopyRules(List.copyOf(rules));
  }

  /**
   * Checks and indexes rules.
   *
   * @param rules the rules
   * @return the set
   * @throws InvalidRuleException if names repeat, or if rules could feed each other in a loop
   */
  public static CopyRules of(CopyRule... rules) {
    return new CopyRules(List.of(rules));
  }

  /**
   * Returns all rules.
   *
   * @return the rules, in the order given
   */
  public List<CopyRule> rules() {
    return rules;
  }

  /**
   * Returns warnings about valid but risky rules: mappings under which two source keys can share a
   * replica, rules that delete where other rules may write, and access points, whose buckets are
   * unknown here.
   *
   * @return the warnings, one sentence each
   */
  public List<String> warnings() {
    return warnings;
  }

  /**
   * Returns the rules whose source bucket and prefix match, found by an index.
   *
   * @param bucket the source bucket
   * @param key the key as stored
   * @return the rules, in the order given; the caller still has to apply their filters
   */
  public List<CopyRule> candidates(String bucket, String key) {
    PrefixIndex index = byBucket.get(bucket);
    return index == null ? List.of() : index.candidates(key);
  }

  /**
   * Returns the destinations of the reverse two-way rules, which may have written a source as a
   * copy of its replica. An event that reports such a copy needs no copy in return.
   *
   * @param source the source, its key as stored
   * @param replica its replica according to one of these rules
   * @param event the event of the source
   * @return the destinations; empty if there are none, or if another rule may also write the
   *     source, so that its content may be new to the replica
   */
  public List<Destination> returnRoutes(ObjectRef source, ObjectRef replica, ObjectEvent event) {
    return returnRoutes.to(source, replica, event);
  }

  /**
   * Returns the decoder of keys in event notifications of a bucket.
   *
   * @param bucket the source bucket
   * @return the decoder that its rules set; null if they set none
   */
  public @Nullable KeyDecoder keyDecoder(String bucket) {
    PrefixIndex index = byBucket.get(bucket);
    return index == null ? null : index.keyDecoder();
  }

  /** Checks that all rules of a bucket agree: a key is decoded before it selects a rule. */
  private static void checkKeyDecoder(List<CopyRule> inBucket) {
    KeyDecoder first = inBucket.get(0).keyDecoder();
    for (CopyRule rule : inBucket) {
      if (!Objects.equals(rule.keyDecoder(), first)) {
        throw new InvalidRuleException(
            rule.name(),
            "keyEncoding",
            "differs from that of rule '"
                + inBucket.get(0).name()
                + "', expected the same in all rules for bucket '"
                + rule.sourceBucket()
                + "'");
      }
    }
  }

  private static Stream<String> accessPoints(CopyRule rule) {
    return rule.destinations().stream()
        .map(Destination::bucket)
        .filter(bucket -> bucket.startsWith("arn:") || bucket.endsWith("-s3alias"))
        .map(
            bucket ->
                "rule '"
                    + rule.name()
                    + "': s3sync cannot determine whether the access point '"
                    + bucket
                    + "' leads back to a source"
                    + (rule.options().twoWay()
                        ? ""
                        : "; if it does, set the option twoWay so that the rule does not feed"
                            + " itself"));
  }

  private static Stream<String> collisions(CopyRule rule) {
    return rule.destinations().stream()
        .filter(destination -> destination.key().mayCollide())
        .map(
            destination ->
                "rule '"
                    + rule.name()
                    + "': two source keys can map to the same key of '"
                    + destination.bucket()
                    + "' ("
                    + destination.key()
                    + "), where the last copy wins"
                    + (destination.key() instanceof Template
                        ? ""
                        : "; if the mapping is one-to-one, declare it with KeyMapper.oneToOne"));
  }
}
