package io.github.s3sync.plan;

import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.rule.CopyOptions;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.Destination;
import java.util.List;

/**
 * Describes one copy or delete to be made: {@code replica} becomes equal to {@code source} at the
 * time of execution.
 *
 * @param event the event that caused the plan; its size and eTag, if known, save a request
 * @param rule the rule that matched the event
 * @param destination the destination of the rule
 * @param source the object to copy
 * @param replica the object to write or delete
 * @param returnRoutes the destinations through which the source may itself be a copy of the
 *     replica, see {@link io.github.s3sync.rule.CopyRules#returnRoutes}; empty unless the rule is
 *     two-way
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
   * Returns a plan for callers that have neither an event nor a rule.
   *
   * @param source the object to copy
   * @param replica the object to write
   * @param options the properties of the replica
   * @return the plan
   * @throws IllegalArgumentException if a bucket name is invalid, or if the replica is its own
   *     source
   */
  public static CopyPlan of(ObjectRef source, ObjectRef replica, CopyOptions options) {
    if (source.equals(replica)) {
      throw new IllegalArgumentException("the replica is its own source: " + source);
    }
    Destination destination = Destination.in(replica.bucket()).build();
    CopyRule rule =
        CopyRule.named("direct")
            .from(source.bucket())
            .prefix(source.key())
            .to(destination)
            .options(options)
            .build();
    return new CopyPlan(
        ObjectEvent.created(source.bucket(), source.key()), rule, destination, source, replica);
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
