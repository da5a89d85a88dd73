package io.github.s3sync.client;

import io.github.s3sync.checksum.BodyChecksum;
import io.github.s3sync.copy.CopyException;
import io.github.s3sync.destination.Access;
import io.github.s3sync.destination.Destination;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.Internal;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.option.TransferMode;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.InvalidRuleException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;

/**
 * Checks whether the clients can make a copy. A server-side copy needs one store with both sides
 * and one principal for both. A stream needs a client for the access of each side.
 */
@Internal
public final class ClientChecks {

  private ClientChecks() {}

  public static void check(S3Clients clients, CopyRule rule) {
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
            "is true together with the event REMOVED, and the principal that writes the destination"
                + " '"
                + destination.bucket()
                + "' is unknown, so s3sync cannot distinguish its own deletes from users' deletes,"
                + " expected Amazon S3 and RegionalS3Clients, no REMOVED, or the option"
                + " unattributedDeletes, which may delete an object that a user has just written"
                + " again");
      }
    }
  }

  /** Checks a plan whose rule was not checked before. */
  public static void check(S3Clients clients, CopyPlan plan) {
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
          ? uncomputable(rule.options().checksumAlgorithm())
          : unknown("destination", destination.access());
    }
    if (!clients.sameStore(destination)) {
      return new Problem(
          "destination.endpoint",
          (destination.endpoint() == null ? "is" : "is '" + destination.endpoint() + "',")
              + " a different store than the source: neither store can copy from the other,"
              + " expected the option transfer '"
              + TransferMode.STREAM.word()
              + "' together with it");
    }
    return clients.knowsDestination(destination.access())
        ? null
        : unknown("destination", destination.access());
  }

  /** A stream sends the checksum that its rule asks for, and has to compute it. */
  private static @Nullable Problem uncomputable(@Nullable String algorithm) {
    if (algorithm == null || BodyChecksum.canCompute(ChecksumAlgorithm.fromValue(algorithm))) {
      return null;
    }
    String computed =
        ChecksumAlgorithm.knownValues().stream()
            .filter(BodyChecksum::canCompute)
            .map(ChecksumAlgorithm::toString)
            .sorted()
            .collect(Collectors.joining(", "));
    return new Problem(
        "options.checksumAlgorithm",
        "is '" + algorithm + "', which a stream cannot compute, expected one of " + computed);
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
        "is set, but the clients are fixed, expected RegionalS3Clients, which creates a client for"
            + " each access");
  }

  private record Problem(String field, String text) {}
}
