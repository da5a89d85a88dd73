package io.github.s3sync.copy;

import io.github.s3sync.event.EventKind;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.rule.Access;
import io.github.s3sync.rule.CopyOptions;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.Destination;
import io.github.s3sync.rule.InvalidRuleException;
import io.github.s3sync.rule.TransferMode;
import org.jspecify.annotations.Nullable;

/**
 * What a copy asks of its clients. Inside S3: one store that has both sides, and one principal that
 * is asked for both. A stream: that they know each side as it is to be asked.
 */
final class ClientChecks {

  private ClientChecks() {}

  static void check(S3Clients clients, CopyRule rule) {
    for (Destination destination : rule.destinations()) {
      Problem problem = problem(clients, rule, destination);
      if (problem != null) {
        throw new InvalidRuleException(rule.name(), problem.field(), problem.text());
      }
      CopyOptions options = rule.options();
      if (options.twoWay()
          && !options.unattributedDeletes()
          && rule.kinds().contains(EventKind.REMOVED)
          && !clients.mayTellPrincipal(destination)) {
        throw new InvalidRuleException(
            rule.name(),
            "options.twoWay",
            "is true beside the event REMOVED, and who writes the destination '"
                + destination.bucket()
                + "' cannot be found out, so that s3sync's own deletes cannot be told from users',"
                + " expected Amazon S3 and RegionalS3Clients, no REMOVED, or the option"
                + " unattributedDeletes, which may delete what a user has just written again");
      }
    }
  }

  /** For plans whose rule nobody has checked. */
  static void check(S3Clients clients, CopyPlan plan) {
    Problem problem = problem(clients, plan.rule(), plan.destination());
    if (problem != null) {
      throw new CopyException(
          FailureReason.NOT_SUPPORTED, problem.field() + " " + problem.text(), 0, null);
    }
  }

  private static @Nullable Problem problem(
      S3Clients clients, CopyRule rule, Destination destination) {
    if (rule.options().transfer() == TransferMode.STREAM) {
      if (!clients.knowsSource(rule.sourceAccess())) {
        return unknown("source", rule.sourceAccess());
      }
      return clients.knowsDestination(destination.access())
          ? null
          : unknown("destination", destination.access());
    }
    if (!clients.sameStore(destination)) {
      return new Problem(
          "destination.endpoint",
          (destination.endpoint() == null ? "is" : "is '" + destination.endpoint() + "',")
              + " another store than the source's: neither can copy from the other by itself,"
              + " expected the option transfer '"
              + TransferMode.STREAM.word()
              + "' beside it");
    }
    return clients.knowsDestination(destination.access())
        ? null
        : unknown("destination", destination.access());
  }

  private static Problem unknown(String side, Access access) {
    String field =
        access.role() != null
            ? "role"
            : access.credentials() != null
                ? "credentials"
                : access.endpoint() != null ? "endpoint" : "region";
    return new Problem(
        side + "." + field,
        "is set, and the clients are given: expected RegionalS3Clients, which makes its own");
  }

  private record Problem(String field, String text) {}
}
