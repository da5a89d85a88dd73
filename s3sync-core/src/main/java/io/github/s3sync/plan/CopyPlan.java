package io.github.s3sync.plan;

import io.github.s3sync.destination.Destination;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRuleBuilder;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Describes one copy or delete to be made: {@code replica} becomes equal to {@code source} at the
 * time of execution.
 *
 * @param event the event that caused the plan; its size and eTag, if known, save a request
 * @param rule the rule that matched the event
 * @param destination the destination of the rule
 * @param source the object to copy
 * @param replica the object to write or delete
 * @param returnRoutes the destinations of reverse rules that may have written the source as a copy
 *     of the replica, see {@link io.github.s3sync.rule.CopyRules#returnRoutes}; empty unless the
 *     rule is two-way
 * @since 0.1.0
 */
public record CopyPlan(
    ObjectEvent event,
    CopyRule rule,
    Destination destination,
    ObjectRef source,
    ObjectRef replica,
    List<Destination> returnRoutes) {

  /** Copies the list. */
  public CopyPlan {
    returnRoutes = List.copyOf(returnRoutes);
  }

  /**
   * Creates a plan without return routes.
   *
   * @param event the event that caused the plan
   * @param rule the rule that matched the event
   * @param destination the destination of the rule
   * @param source the object to copy
   * @param replica the object to write or delete
   */
  public CopyPlan(
      ObjectEvent event,
      CopyRule rule,
      Destination destination,
      ObjectRef source,
      ObjectRef replica) {
    this(event, rule, destination, source, replica, List.of());
  }

  /**
   * Returns a plan to copy one object, for callers that have neither an event nor a rule.
   *
   * @param source the object to copy
   * @param replica the object to write
   * @param options the properties of the replica
   * @return the plan
   * @throws IllegalArgumentException if a bucket name is invalid, or if the replica is its own
   *     source
   */
  public static CopyPlan of(ObjectRef source, ObjectRef replica, CopyOptions options) {
    return of(source, Destination.in(replica.bucket()).build(), replica.key(), options);
  }

  /**
   * Returns a plan to copy one object to a destination with a Region, principal, owner or store,
   * for callers that have neither an event nor a rule.
   *
   * @param source the object to copy
   * @param destination the bucket to write to and the access to it; its key mapping is not used
   * @param replicaKey the key of the replica
   * @param options the properties of the replica
   * @return the plan
   * @throws IllegalArgumentException if the destination is invalid, or if the replica is its own
   *     source
   */
  public static CopyPlan of(
      ObjectRef source, Destination destination, String replicaKey, CopyOptions options) {
    return direct(
        ObjectEvent.created(source.bucket(), source.key()),
        source,
        destination,
        replicaKey,
        rule -> rule.options(options));
  }

  /**
   * Returns a plan to delete one replica whose source is gone, for callers that have neither an
   * event nor a rule. The source is looked up first. If it exists, nothing is deleted.
   *
   * @param source the object that is gone
   * @param replica the object to delete
   * @param options the properties of replicas, which must allow {@link CopyOptions#overwrite}
   * @return the plan
   * @throws IllegalArgumentException if a bucket name is invalid, if the options do not allow
   *     deletes, or if the replica is its own source
   */
  public static CopyPlan ofDelete(ObjectRef source, ObjectRef replica, CopyOptions options) {
    return ofDelete(source, Destination.in(replica.bucket()).build(), replica.key(), options);
  }

  /**
   * Returns a plan to delete one replica at a destination with a Region, principal, owner or store,
   * for callers that have neither an event nor a rule. The source is looked up first. If it exists,
   * nothing is deleted.
   *
   * @param source the object that is gone
   * @param destination the bucket to delete from and the access to it; its key mapping is not used
   * @param replicaKey the key of the replica
   * @param options the properties of replicas, which must allow {@link CopyOptions#overwrite}
   * @return the plan
   * @throws IllegalArgumentException if the destination is invalid, if the options do not allow
   *     deletes, or if the replica is its own source
   */
  public static CopyPlan ofDelete(
      ObjectRef source, Destination destination, String replicaKey, CopyOptions options) {
    return direct(
        ObjectEvent.removed(source.bucket(), source.key()),
        source,
        destination,
        replicaKey,
        rule -> rule.on(EventKind.CREATED, EventKind.REMOVED).options(options));
  }

  private static CopyPlan direct(
      ObjectEvent event,
      ObjectRef source,
      Destination destination,
      String replicaKey,
      UnaryOperator<CopyRuleBuilder> rest) {
    ObjectRef replica = new ObjectRef(destination.bucket(), replicaKey);
    if (source.equals(replica)) {
      throw new IllegalArgumentException("the replica is its own source: " + source);
    }
    CopyRuleBuilder rule =
        CopyRule.named("direct")
            .from(source.bucket())
            .prefix(source.key())
            .to(destination.toBuilder().key(KeyMapper.same()).build());
    CopyRule built = rest.apply(rule).build();
    return new CopyPlan(event, built, built.destinations().get(0), source, replica);
  }

  /**
   * Describes the plan for logs.
   *
   * @return one line, with control characters escaped
   */
  @Override
  public String toString() {
    return source + " -> " + replica + " (" + rule + ")";
  }
}
