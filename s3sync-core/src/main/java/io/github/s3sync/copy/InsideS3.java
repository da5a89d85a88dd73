package io.github.s3sync.copy;

import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.Destination;
import io.github.s3sync.rule.InvalidRuleException;
import org.jspecify.annotations.Nullable;

/**
 * What a copy inside S3 asks of its destination: one store that has both sides, and one principal
 * that is asked for both. Whatever else there is would have to be streamed, and nothing here
 * streams.
 */
final class InsideS3 {

  private InsideS3() {}

  static void check(S3Clients clients, CopyRule rule) {
    for (Destination destination : rule.destinations()) {
      Problem problem = problem(clients, destination);
      if (problem != null) {
        throw new InvalidRuleException(rule.name(), problem.field(), problem.text());
      }
    }
  }

  /** For plans whose rule nobody has checked. */
  static void check(S3Clients clients, CopyPlan plan) {
    Problem problem = problem(clients, plan.destination());
    if (problem != null) {
      throw new CopyException(
          FailureReason.NOT_SUPPORTED, problem.field() + " " + problem.text(), 0, null);
    }
  }

  private static @Nullable Problem problem(S3Clients clients, Destination destination) {
    if (!clients.sameStore(destination)) {
      return new Problem(
          "destination.endpoint",
          "is '"
              + destination.endpoint()
              + "', another store than the source's: neither can copy from the other by itself, and"
              + " streaming between stores does not exist yet");
    }
    if (!clients.knowsPrincipal(destination)) {
      return new Problem(
          destination.role() != null ? "destination.role" : "destination.credentials",
          "is set, and one client is given for everything: expected RegionalS3Clients");
    }
    return null;
  }

  private record Problem(String field, String text) {}
}
