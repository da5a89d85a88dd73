package io.github.s3sync.reconcile.compare;

import io.github.s3sync.destination.Destination;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.EventSource;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.pattern.SourceObject;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.CopyPlanner;
import io.github.s3sync.plan.Decision;
import io.github.s3sync.plan.SkipReason;
import io.github.s3sync.reconcile.listing.ListedObject;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Represents the objects that one rule copies to one of its destinations. The planner that handles
 * events also decides about these objects.
 *
 * <p>Safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class Flow {

  private static final int MAX_ETAG = 256;

  private final CopyRules rules;
  private final CopyPlanner planner;
  private final CopyRule rule;
  private final int index;
  private final Destination destination;
  private final String sourcePrefix;
  private final String replicaPrefix;
  private final @Nullable String region;
  private final CopyRule copyOnly;

  private Flow(
      CopyRules rules, CopyRule rule, int index, String sourcePrefix, @Nullable String region) {
    this.rules = rules;
    this.planner = new CopyPlanner(rules);
    this.rule = rule;
    this.index = index;
    this.destination = rule.destinations().get(index);
    this.sourcePrefix = sourcePrefix;
    this.replicaPrefix = destination.key().outputPrefix(sourcePrefix);
    this.region = region;
    this.copyOnly = deletes() ? rule.toBuilder().on(EventKind.CREATED).build() : rule;
  }

  /**
   * Returns the flows of rules.
   *
   * @param rules the rules
   * @param prefix the prefix of the source keys to include; empty for all keys
   * @return one flow for each destination of each rule that has such keys
   */
  public static List<Flow> of(CopyRules rules, String prefix) {
    List<Flow> flows = new ArrayList<>();
    for (CopyRule rule : rules.rules()) {
      if (rule.prefix().startsWith(prefix) || prefix.startsWith(rule.prefix())) {
        String longer = prefix.length() > rule.prefix().length() ? prefix : rule.prefix();
        for (int i = 0; i < rule.destinations().size(); i++) {
          flows.add(new Flow(rules, rule, i, longer, null));
        }
      }
    }
    return flows;
  }

  /**
   * Returns the same flow with the Region of its source bucket, which an event would contain.
   *
   * @param name the Region; null if it is not known
   * @return the flow
   */
  Flow in(@Nullable String name) {
    return new Flow(rules, rule, index, sourcePrefix, name);
  }

  /** Returns whether another flow has the same rule and destination. */
  boolean isOfSameDestination(Flow other) {
    return rule.name().equals(other.rule.name()) && index == other.index;
  }

  /**
   * Returns the rule.
   *
   * @return the rule
   */
  public CopyRule rule() {
    return rule;
  }

  /**
   * Returns the destination.
   *
   * @return one of the rule's destinations
   */
  public Destination destination() {
    return destination;
  }

  /**
   * Returns the prefix of the source keys.
   *
   * @return the prefix; empty for all keys
   */
  public String sourcePrefix() {
    return sourcePrefix;
  }

  /**
   * Returns the prefix of the replica keys.
   *
   * @return the prefix; empty if it is not known
   */
  public String replicaPrefix() {
    return replicaPrefix;
  }

  /**
   * Returns whether replicas are in the order of their sources, because each replica's key differs
   * from its source's key in the prefix only.
   *
   * @return true if both listings have the same order
   */
  public boolean keepsOrder() {
    return destination.key().keepsRest(sourcePrefix);
  }

  /**
   * Returns whether the rule deletes the replicas of deleted sources.
   *
   * @return true if the rule deletes
   */
  public boolean deletes() {
    return rule.kinds().contains(EventKind.REMOVED);
  }

  /**
   * Returns whether the rule applies to a source, without computing the key of its replica.
   *
   * @param source the source, as listed
   * @return true if the rule applies; false if it does not or if its filter fails
   */
  boolean accepts(ListedObject source) {
    try {
      return rule.kinds().contains(EventKind.CREATED)
          && rule.sizes().accepts(source.sizeBytes())
          && rule.filter().accepts(described(source));
    } catch (RuntimeException | StackOverflowError e) {
      return false;
    }
  }

  /**
   * Decides about a source that exists.
   *
   * @param source the source, as listed
   * @return a copy if the rule applies to the source; otherwise the reason why not
   */
  public Decision decide(ListedObject source) {
    return decide(created(source));
  }

  private ObjectEvent created(ListedObject source) {
    return event(
        EventKind.CREATED,
        source.key(),
        source.sizeBytes(),
        isPinned(source) ? source.eTag() : null,
        source.lastModified());
  }

  private SourceObject described(ListedObject source) {
    return SourceObject.of(new ObjectRef(rule.sourceBucket(), source.key()), created(source));
  }

  /**
   * Decides about a source if only its key is known.
   *
   * @param key the source's key
   * @return a copy if the rule would apply to such a source; otherwise the reason why not
   */
  public Decision decide(String key) {
    return decide(event(EventKind.CREATED, key, null, null, null));
  }

  /**
   * Decides about a source that no longer exists.
   *
   * @param key the source's key
   * @return a plan that deletes the replica; otherwise the reason why not
   */
  public Decision decideRemoved(String key) {
    return decide(event(EventKind.REMOVED, key, null, null, null));
  }

  /**
   * Returns the key of a replica's source.
   *
   * @param replica the replica's bucket and key
   * @return the source's key; null if the object cannot be a replica of this flow, or if the
   *     source's key cannot be derived from it
   */
  public @Nullable String sourceKeyOf(ObjectRef replica) {
    return keepsOrder()
            && replica.bucket().equals(destination.bucket())
            && replica.key().startsWith(replicaPrefix)
        ? sourcePrefix + replica.key().substring(replicaPrefix.length())
        : null;
  }

  /**
   * Returns whether an object may be a replica of this flow.
   *
   * @param replica the object's bucket and key
   * @return false only if the object cannot be a replica
   */
  boolean mayHave(ObjectRef replica) {
    if (!replica.bucket().equals(destination.bucket())
        || !replica.key().startsWith(replicaPrefix)) {
      return false;
    }
    String source = sourceKeyOf(replica);
    return source == null || decide(source) instanceof Decision.Copy;
  }

  /**
   * Returns whether another rule of the run copies the replica back to the location of its source.
   */
  boolean hasWayBack(CopyPlan plan) {
    return !rules.returnRoutes(plan.source(), plan.replica(), plan.event()).isEmpty();
  }

  /**
   * Returns a plan for choosing clients, which does not depend on a key.
   *
   * @return a plan of this rule and destination
   */
  public CopyPlan anyPlan() {
    return planFor("any");
  }

  /**
   * Returns a plan that only copies. If the source is gone, the executor would otherwise delete its
   * replica, which may be the last copy of an object that a damaged store lists and does not find.
   */
  CopyPlan withoutDeletes(CopyPlan plan) {
    return new CopyPlan(plan.event(), copyOnly, plan.destination(), plan.source(), plan.replica());
  }

  /** Returns a plan for looking up a source whose replica is not known. */
  CopyPlan planFor(String key) {
    return new CopyPlan(
        event(EventKind.CREATED, key, null, null, null),
        rule,
        destination,
        new ObjectRef(rule.sourceBucket(), key),
        new ObjectRef(destination.bucket(), "any"));
  }

  private Decision decide(ObjectEvent event) {
    List<Decision> ofRule = new ArrayList<>();
    SkipReason reason = SkipReason.NO_RULE;
    for (Decision decision : planner.plan(event)) {
      if (decision instanceof Decision.Skip skip) {
        reason = skip.reason();
      } else if (rule.name().equals(ruleOf(decision))) {
        ofRule.add(decision);
      } else if (decision instanceof Decision.Refuse refuse && refuse.rule() == null) {
        return refuse;
      }
    }
    if (ofRule.isEmpty()) {
      return new Decision.Skip(event, reason);
    }
    // A rule has one decision for each destination, or a single decision if its filter failed.
    return ofRule.get(Math.min(index, ofRule.size() - 1));
  }

  /**
   * Returns whether a source is listed with an eTag, so that its plan refers to exactly this
   * object. Without one, a two-way rule could not distinguish it from an object that an operator
   * copies by its key.
   */
  static boolean isPinned(ListedObject source) {
    String eTag = source.eTag();
    if (eTag == null || eTag.isEmpty() || eTag.length() > MAX_ETAG) {
      return false;
    }
    for (int i = 0; i < eTag.length(); i++) {
      // Other characters cannot be sent in the header of a conditional request.
      if (eTag.charAt(i) <= ' ' || eTag.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }

  private static @Nullable String ruleOf(Decision decision) {
    return decision instanceof Decision.Copy copy
        ? copy.plan().rule().name()
        : decision instanceof Decision.Refuse refuse ? refuse.rule() : null;
  }

  private ObjectEvent event(
      EventKind kind,
      String key,
      @Nullable Long size,
      @Nullable String eTag,
      @Nullable Instant time) {
    return ObjectEvent.builder(EventSource.DIRECT, kind, rule.sourceBucket(), key)
        .sizeBytes(size)
        .eTag(eTag)
        .time(time)
        .region(region)
        .build();
  }

  /**
   * Describes the flow for people and logs.
   *
   * @return the rule and both sides
   */
  @Override
  public String toString() {
    return rule
        + ": "
        + new ObjectRef(rule.sourceBucket(), sourcePrefix)
        + " to "
        + new ObjectRef(destination.bucket(), replicaPrefix)
        + (rule.destinations().size() > 1 ? " (destination " + (index + 1) + ")" : "");
  }
}
