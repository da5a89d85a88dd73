package io.github.s3sync;

import io.github.s3sync.copy.Deadline;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.LogText;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.plan.CopyPlanner;
import io.github.s3sync.plan.Decision;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.plan.SkipReason;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plans events with the rules in use, and reports events that no rule matches. Before an event is
 * skipped because of the rules, they are re-read if they may have changed, and the event is planned
 * once more.
 */
final class Planning {

  private static final Logger log = LoggerFactory.getLogger(S3Sync.class);

  /** Longer than any bucket name and than usual encoded keys. */
  private static final int MAX_LOGGED_CHARS = 500;

  private final CurrentRules rules;
  private final Unmatched unmatched;
  private final MinuteWarning noRule;

  Planning(CurrentRules rules, Unmatched unmatched, Clock clock) {
    this.rules = rules;
    this.unmatched = unmatched;
    this.noRule = new MinuteWarning(clock);
  }

  /** Starts a call. All of its events are planned with the rules that are in use now. */
  Call start(Deadline deadline) {
    long readsStarted = rules.readsStarted();
    return new Call(rules.planner(deadline), readsStarted, deadline);
  }

  /** Plans the events of one call of the façade. Thread-safe. */
  final class Call {

    private final CopyPlanner planner;
    private final long readsStarted;
    private final Deadline deadline;

    private Call(CopyPlanner planner, long readsStarted, Deadline deadline) {
      this.planner = planner;
      this.readsStarted = readsStarted;
      this.deadline = deadline;
    }

    /** Returns at least one decision. Never throws: an error becomes a decision. */
    List<Decision> plan(ObjectEvent event) {
      try {
        return decide(event);
      } catch (RuntimeException | Error e) {
        return List.of(
            new Decision.Refuse(event, null, FailureReason.UNEXPECTED, "planning failed: " + e));
      }
    }

    private List<Decision> decide(ObjectEvent event) {
      List<Decision> decisions = planner.plan(event);
      SkipReason reason = skipReason(event, decisions);
      if (reason == null) {
        return decisions;
      }
      String problem = rules.readAfter(readsStarted, deadline);
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
                  LogText.of(event.name(), MAX_LOGGED_CHARS),
                  LogText.of(event.bucket(), MAX_LOGGED_CHARS),
                  LogText.of(event.rawKey(), MAX_LOGGED_CHARS)));
      return retried ? retry(event, "no rule matches the event's bucket and key") : decisions;
    }
  }

  /** Returns why no rule acts on an event, if that depends on the rules; otherwise null. */
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
