package io.github.s3sync;

import io.github.s3sync.copy.Deadline;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.key.OneLine;
import io.github.s3sync.plan.CopyPlanner;
import io.github.s3sync.plan.Decision;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.plan.SkipReason;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Plans events under the rules in use, and makes those that no rule matches visible. */
final class Planning {

  private static final Logger log = LoggerFactory.getLogger(S3Sync.class);

  /** Longer than any bucket's name and any encoded key that is usual. */
  private static final int MAX_SHOWN = 500;

  private final CurrentRules rules;
  private final Unmatched unmatched;
  private final MinuteWarning noRule;

  Planning(CurrentRules rules, Unmatched unmatched, Clock clock) {
    this.rules = rules;
    this.unmatched = unmatched;
    this.noRule = new MinuteWarning(clock);
  }

  /** Begins a call, all of whose events are planned under the rules in use now. */
  Call begin(Deadline deadline) {
    long readsBegun = rules.readsBegun();
    return new Call(rules.planner(deadline), readsBegun, deadline);
  }

  /** One call of the façade. Safe for use by its helping threads. */
  final class Call {

    private final CopyPlanner planner;
    private final long readsBegun;
    private final Deadline deadline;

    private Call(CopyPlanner planner, long readsBegun, Deadline deadline) {
      this.planner = planner;
      this.readsBegun = readsBegun;
      this.deadline = deadline;
    }

    /** Returns one decision or more. Never throws: an error is a decision, too. */
    List<Decision> plan(ObjectEvent event) {
      try {
        return decide(event);
      } catch (RuntimeException | Error e) {
        return List.of(
            new Decision.Refuse(event, null, FailureReason.UNEXPECTED, "not planned: " + e));
      }
    }

    private List<Decision> decide(ObjectEvent event) {
      List<Decision> decisions = planner.plan(event);
      SkipReason reason = skipReason(event, decisions);
      if (reason == null) {
        return decisions;
      }
      String problem = rules.readAfter(readsBegun, deadline);
      if (problem != null) {
        return retry(
            event, "no rule acts on the event, but the rules may have changed: " + problem);
      }
      CopyPlanner current = rules.planner();
      if (current != planner) {
        decisions = current.plan(event);
        reason = skipReason(event, decisions);
      }
      return reason == SkipReason.NO_RULE ? noRule(event, decisions) : decisions;
    }

    private List<Decision> noRule(ObjectEvent event, List<Decision> decisions) {
      boolean retried = unmatched == Unmatched.RETRY;
      noRule.occurred(
          times ->
              log.warn(
                  "{} events matched no rule and {} since the last warning; the last: {} of bucket"
                      + " '{}', key as sent '{}'",
                  times,
                  retried ? "failed" : "were skipped",
                  OneLine.of(event.name(), MAX_SHOWN),
                  OneLine.of(event.bucket(), MAX_SHOWN),
                  OneLine.of(event.rawKey(), MAX_SHOWN)));
      return retried ? retry(event, "no rule matches the event's bucket and key") : decisions;
    }
  }

  /** Why no rule acts on an event, if that depends on the rules; else null. */
  private static @Nullable SkipReason skipReason(ObjectEvent event, List<Decision> decisions) {
    return event.kind() != EventKind.OTHER
            && event.kind() != EventKind.UNKNOWN
            && decisions.size() == 1
            && decisions.get(0) instanceof Decision.Skip skip
        ? skip.reason()
        : null;
  }

  private static List<Decision> retry(ObjectEvent event, String message) {
    return List.of(new Decision.Refuse(event, null, FailureReason.NO_RULE, message));
  }
}
