package io.github.s3sync.rule;

import io.github.s3sync.event.EventKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Refuses two-way rules that delete and can never tell their own deletes from users': an object
 * that was deleted carries nothing, so that only the principal of the event tells, and only if
 * these rules know everyone of theirs who writes the source.
 */
final class TwoWayDeletes {

  private final WaysInto waysInto;

  TwoWayDeletes(WaysInto waysInto) {
    this.waysInto = waysInto;
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
    for (Flow into : waysInto.bucket(flow.rule().sourceBucket())) {
      if (flow.isAnsweredBy(into)) {
        answered = true;
      } else if (flow.rule().filter().mayAcceptUnder(into.begins())) {
        alsoWrites = into.rule().name();
      }
    }
    if (!answered) {
      throw refused(flow, "no rule of this set brings the replicas back");
    }
    if (alsoWrites != null) {
      throw refused(flow, "rule '" + alsoWrites + "' writes into the source bucket, too");
    }
  }

  private static InvalidRuleException refused(Flow flow, String why) {
    return new InvalidRuleException(
        flow.rule().name(),
        "options.twoWay",
        "is true beside the event REMOVED, and "
            + why
            + ", so that s3sync's own deletes cannot be told from users', expected both directions,"
            + " and nothing else, in one set of rules, no REMOVED, or the option"
            + " unattributedDeletes, which may delete what a user has just written again");
  }
}
