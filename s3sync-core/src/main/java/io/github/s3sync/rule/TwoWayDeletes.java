package io.github.s3sync.rule;

import io.github.s3sync.event.EventKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rejects two-way rules that delete but can never distinguish their own deletes from a user's. A
 * deleted object carries no marks, so only the principal of the event identifies the author. That
 * works only if these rules know all of their principals that write to the source.
 */
final class TwoWayDeletes {

  private final ReturnRoutes returnRoutes;

  TwoWayDeletes(ReturnRoutes returnRoutes) {
    this.returnRoutes = returnRoutes;
  }

  void check(List<CopyRule> rules) {
    for (CopyRule rule : rules) {
      if (rule.options().twoWay()
          && !rule.options().unattributedDeletes()
          && rule.kinds().contains(EventKind.REMOVED)) {
        rule.destinations().forEach(to -> check(new Flow(rule, to)));
      }
    }
  }

  private void check(Flow flow) {
    boolean answered = false;
    @Nullable String alsoWrites = null;
    for (Flow into : returnRoutes.writingInto(flow.rule().sourceBucket())) {
      if (flow.isReversedBy(into)) {
        answered = true;
      } else if (flow.rule().filter().mayAcceptUnder(into.outputPrefix())) {
        alsoWrites = into.rule().name();
      }
    }
    if (!answered) {
      throw refused(flow, "no rule of this set copies the replicas back");
    }
    if (alsoWrites != null) {
      throw refused(flow, "rule '" + alsoWrites + "' also writes into the source bucket");
    }
  }

  private static InvalidRuleException refused(Flow flow, String why) {
    return new InvalidRuleException(
        flow.rule().name(),
        "options.twoWay",
        "is true together with the event REMOVED, and "
            + why
            + ", so s3sync cannot distinguish its own deletes from users' deletes, expected both"
            + " directions, and no other writer, in one set of rules; or no REMOVED; or the option"
            + " unattributedDeletes, which may delete an object that a user has just written"
            + " again");
  }
}
