package io.github.s3sync.rule;

import io.github.s3sync.event.KeyEncoding;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.key.ObjectRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A set of rules that can stand together: names are unique and no rule feeds its own source, not
 * even by way of others, but where two rules with {@link CopyOptionsBuilder#twoWay} bring each
 * other's replicas back. Immutable.
 *
 * @since 0.1.0
 */
public final class CopyRules {

  private final List<CopyRule> rules;
  private final List<String> warnings;
  private final Map<String, PrefixIndex> byBucket = new HashMap<>();
  private final WaysInto waysInto;

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
    sources.values().forEach(CopyRules::checkKeyEncoding);
    new LoopCheck(sources).check(rules);
    sources.forEach((bucket, inBucket) -> byBucket.put(bucket, new PrefixIndex(inBucket)));
    this.waysInto = new WaysInto(rules);
    new TwoWayDeletes(waysInto).check(rules);
    this.warnings =
        Stream.concat(
                rules.stream().flatMap(rule -> Stream.concat(collisions(rule), accessPoints(rule))),
                new SharedReplicas(rules).warnings())
            .toList();
  }

  /**
   * Checks and indexes rules.
   *
   * @param rules the rules; an event is held against all of them, and may match several
   * @return the set
   * @throws InvalidRuleException if names repeat or rules could feed each other in a circle
   */
  public static CopyRules of(Collection<CopyRule> rules) {
    return new CopyRules(List.copyOf(rules));
  }

  /**
   * Checks and indexes rules.
   *
   * @param rules the rules
   * @return the set
   * @throws InvalidRuleException if names repeat or rules could feed each other in a circle
   */
  public static CopyRules of(CopyRule... rules) {
    return new CopyRules(List.of(rules));
  }

  /**
   * Every rule.
   *
   * @return the rules, in the order given
   */
  public List<CopyRule> rules() {
    return rules;
  }

  /**
   * What is allowed but may surprise: mappings under which two source keys can land on one replica,
   * rules that delete where others may write, and access points, whose buckets are not known here.
   *
   * @return one sentence each
   */
  public List<String> warnings() {
    return warnings;
  }

  /**
   * The rules whose bucket and prefix fit, found by index.
   *
   * @param bucket the source bucket
   * @param key the key as stored
   * @return the rules, in the order given; their filters are still to be asked
   */
  public List<CopyRule> candidates(String bucket, String key) {
    PrefixIndex index = byBucket.get(bucket);
    return index == null ? List.of() : index.candidates(key);
  }

  /**
   * By which destinations of two-way rules a source may itself be the replica of its replica, if
   * that is the only way in which these rules write it.
   *
   * @param source the source, its key as stored
   * @param replica its replica, by one of these rules
   * @param event the event of the source
   * @return the destinations; empty where there are none, or where the source may come from
   *     elsewhere, too, so that a copy of it is news to the replica
   */
  public List<Destination> waysBack(ObjectRef source, ObjectRef replica, ObjectEvent event) {
    return waysInto.back(source, replica, event);
  }

  /**
   * How event notifications of a bucket write keys.
   *
   * @param bucket the source bucket
   * @return the encoding that its rules name; null where they name none
   */
  public @Nullable KeyEncoding keyEncoding(String bucket) {
    PrefixIndex index = byBucket.get(bucket);
    return index == null ? null : index.keyEncoding();
  }

  /** A key is decoded before a rule is found by it. */
  private static void checkKeyEncoding(List<CopyRule> inBucket) {
    KeyEncoding first = inBucket.get(0).keyEncoding();
    for (CopyRule rule : inBucket) {
      if (!Objects.equals(rule.keyEncoding(), first)) {
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
                    + "': whether the access point '"
                    + bucket
                    + "' leads back to a source cannot be seen from here"
                    + (rule.options().twoWay()
                        ? ""
                        : "; if it does, the option twoWay keeps the rule from feeding itself"));
  }

  private static Stream<String> collisions(CopyRule rule) {
    return rule.destinations().stream()
        .filter(destination -> destination.key().mayCollide())
        .map(
            destination ->
                "rule '"
                    + rule.name()
                    + "': two source keys can land on one key of '"
                    + destination.bucket()
                    + "' ("
                    + destination.key()
                    + "); the one copied last stays"
                    + (destination.key() instanceof Template
                        ? ""
                        : ". If they cannot, KeyMapper.oneToOne says so"));
  }
}
