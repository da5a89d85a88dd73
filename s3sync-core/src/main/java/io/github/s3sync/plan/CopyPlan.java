package io.github.s3sync.plan;

import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.rule.CopyOptions;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.Destination;
import java.util.List;

/**
 * One copy or delete to be made: make {@code replica} equal to {@code source} as it is when that
 * happens.
 *
 * @param event what led to it; its size and eTag spare a request where they are known
 * @param rule the rule that asks for it
 * @param destination which of the rule's destinations
 * @param source the object to copy
 * @param replica where the copy goes
 * @param returnRoutes by which destinations the source may itself be a copy of the replica, see
 *     {@link io.github.s3sync.rule.CopyRules#returnRoutes}; empty unless the rule is two-way
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
   * A plan of which nothing is known to lead back.
   *
   * @param event what led to it
   * @param rule the rule that asks for it
   * @param destination which of the rule's destinations
   * @param source the object to copy
   * @param replica where the copy goes
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
   * A plan without an event or a rule of its own, for callers who know what they want copied.
   *
   * @param source the object to copy
   * @param replica where the copy goes
   * @param options which properties it gets
   * @return the plan
   * @throws IllegalArgumentException if a bucket cannot exist or the replica is its own source
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
   * For people and logs.
   *
   * @return one line, with control characters escaped
   */
  @Override
  public String toString() {
    return source + " -> " + replica + " (" + rule + ")";
  }
}
