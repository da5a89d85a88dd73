package io.github.s3sync.plan;

import io.github.s3sync.destination.Destination;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.key.KeyDecoder;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.key.UndecodableKeyException;
import io.github.s3sync.pattern.ExpressionTooSlowException;
import io.github.s3sync.pattern.SourceObject;
import io.github.s3sync.pattern.UnmappableKeyException;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides what to do about events: decodes the key, compares the event with the rules and maps the
 * key of each replica. It uses no I/O and no clock, so the same event always yields the same
 * decisions.
 *
 * <p>Thread-safe.
 *
 * @since 0.1.0
 */
public final class CopyPlanner {

  private final CopyRules rules;

  /**
   * Creates a planner.
   *
   * @param rules the rules
   */
  public CopyPlanner(CopyRules rules) {
    this.rules = Objects.requireNonNull(rules, "rules");
  }

  /**
   * Plans an event.
   *
   * @param event the event
   * @return one decision for each destination of each rule that matches the event; if no rule
   *     matches, one decision with the reason
   */
  public List<Decision> plan(ObjectEvent event) {
    if (event.kind() == EventKind.OTHER) {
      return List.of(new Decision.Skip(event, SkipReason.EVENT_IGNORED));
    }
    if (event.kind() == EventKind.UNKNOWN) {
      return List.of(new Decision.Skip(event, SkipReason.EVENT_UNKNOWN));
    }
    ObjectRef source;
    try {
      source = sourceOf(event);
    } catch (UndecodableKeyException e) {
      return List.of(refuse(event, null, FailureReason.KEY_UNDECODABLE, e));
    } catch (Throwable e) {
      return List.of(failed(event, null, e));
    }
    if (source.keyBytes() > ObjectRef.MAX_KEY_BYTES) {
      return List.of(
          new Decision.Refuse(
              event,
              null,
              FailureReason.KEY_TOO_LONG,
              "the source's key has " + source.keyBytes() + " bytes, expected 1024 at most"));
    }
    SkipReason nearest = SkipReason.NO_RULE;
    List<Decision> decisions = new ArrayList<>();
    for (CopyRule rule : rules.candidates(source.bucket(), source.key())) {
      try {
        SkipReason mismatch = mismatch(rule, event, source);
        if (mismatch == null) {
          rule.destinations().forEach(to -> decisions.add(decide(event, rule, to, source)));
        } else if (mismatch != SkipReason.NO_RULE) {
          nearest = mismatch;
        }
      } catch (Throwable e) {
        decisions.add(failed(event, rule, e));
      }
    }
    return decisions.isEmpty() ? List.of(new Decision.Skip(event, nearest)) : decisions;
  }

  /**
   * Explains for every rule whether it matches the event, and if not, why not.
   *
   * @param event the event
   * @return the explanation
   */
  public Explanation explain(ObjectEvent event) {
    List<Explanation.Answer> answers = new ArrayList<>();
    for (CopyRule rule : rules.rules()) {
      answers.add(new Explanation.Answer(rule.name(), whyNot(rule, event)));
    }
    return new Explanation(event, answers, plan(event));
  }

  private ObjectRef sourceOf(ObjectEvent event) {
    return KeyDecoder.objectOf(event, rules.keyDecoder(event.bucket()));
  }

  private @Nullable String whyNot(CopyRule rule, ObjectEvent event) {
    ObjectRef source;
    try {
      source = sourceOf(event);
    } catch (UndecodableKeyException e) {
      return e.getMessage();
    } catch (Throwable e) {
      return "the key decoder of its bucket failed: " + problem(e);
    }
    if (!rule.sourceBucket().equals(source.bucket())) {
      return "its source bucket is '" + rule.sourceBucket() + "'";
    }
    if (!source.key().startsWith(rule.prefix())) {
      return "it accepts only keys that start with '" + rule.prefix() + "'";
    }
    try {
      SkipReason mismatch = mismatch(rule, event, source);
      if (mismatch == null) {
        return null;
      }
      return switch (mismatch) {
        case EVENT_IGNORED -> "it accepts only events of kind " + rule.kinds();
        case SIZE_OUT_OF_RANGE -> "it accepts only sizes of " + rule.sizes();
        case NO_RULE,
            FILTERED,
            EVENT_UNKNOWN,
            SOURCE_GONE,
            SOURCE_EXISTS,
            ALREADY_CURRENT,
            REPLICA_GONE,
            OWN_COPY,
            REPLICA_NEWER,
            DESTINATION_EXISTS,
            SUPERSEDED ->
            "its filter does not accept the key";
      };
    } catch (Throwable e) {
      return "its filter failed: " + problem(e);
    }
  }

  /** Returns why a rule does not match an event, or null if it matches. */
  private static @Nullable SkipReason mismatch(CopyRule rule, ObjectEvent event, ObjectRef source) {
    if (!rule.filter().accepts(SourceObject.of(source, event))) {
      return SkipReason.NO_RULE;
    }
    if (!rule.kinds().contains(event.kind())) {
      return SkipReason.EVENT_IGNORED;
    }
    // A size that is unknown now is checked when the source is looked up. The size in a delete
    // event says nothing about the object that exists now.
    Long size = event.kind() == EventKind.REMOVED ? null : event.sizeBytes();
    return size == null || rule.sizes().accepts(size) ? null : SkipReason.SIZE_OUT_OF_RANGE;
  }

  private Decision decide(ObjectEvent event, CopyRule rule, Destination to, ObjectRef source) {
    ObjectRef replica;
    try {
      replica = new ObjectRef(to.bucket(), keyOf(to, event, source));
      KeyDecoder.verbatim().decode(replica.key());
    } catch (UnmappableKeyException | UndecodableKeyException e) {
      return refuse(event, rule, FailureReason.KEY_UNMAPPABLE, e);
    } catch (Throwable e) {
      return failed(event, rule, e);
    }
    if (replica.key().isEmpty()) {
      return new Decision.Refuse(
          event, rule.name(), FailureReason.KEY_UNMAPPABLE, "the replica's key is empty");
    }
    if (replica.keyBytes() > ObjectRef.MAX_KEY_BYTES) {
      return new Decision.Refuse(
          event,
          rule.name(),
          FailureReason.KEY_TOO_LONG,
          "the replica's key has " + replica.keyBytes() + " bytes, expected 1024 at most");
    }
    if (replica.equals(source) && rule.sourceAccess().mayShareBuckets(to.access())) {
      return new Decision.Refuse(
          event,
          rule.name(),
          FailureReason.ONTO_ITSELF,
          "the replica is its own source: " + source);
    }
    List<Destination> returnRoutes =
        rule.options().twoWay() ? rules.returnRoutes(source, replica, event) : List.of();
    return new Decision.Copy(new CopyPlan(event, rule, to, source, replica, returnRoutes));
  }

  @SuppressWarnings("NullAway") // a mapping by a user may be compiled without the check
  private static String keyOf(Destination to, ObjectEvent event, ObjectRef source) {
    String key = to.key().map(SourceObject.of(source, event));
    if (key == null) {
      throw new UnmappableKeyException("the mapping returned null, expected a key");
    }
    return key;
  }

  /**
   * Returns the failure of a rule whose filter or mapping threw an exception. An error of the JVM,
   * such as a lack of memory, is not attributed to the rule.
   */
  private static Decision failed(ObjectEvent event, @Nullable CopyRule rule, Throwable e) {
    FailureReason reason = FailureReason.RULE_FAILED;
    if (e instanceof LinkageError) {
      reason = FailureReason.INCOMPATIBLE_LIBRARY;
    } else if (e instanceof VirtualMachineError && !(e instanceof StackOverflowError)) {
      reason = FailureReason.UNEXPECTED;
    }
    return new Decision.Refuse(event, rule == null ? null : rule.name(), reason, problem(e));
  }

  private static String problem(Throwable e) {
    String message = e.getMessage();
    return e instanceof ExpressionTooSlowException && message != null ? message : e.toString();
  }

  private static Decision refuse(
      ObjectEvent event, @Nullable CopyRule rule, FailureReason reason, RuntimeException e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    return new Decision.Refuse(event, rule == null ? null : rule.name(), reason, message);
  }
}
