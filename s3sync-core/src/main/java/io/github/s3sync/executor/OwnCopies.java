package io.github.s3sync.executor;

import io.github.s3sync.client.S3Clients;
import io.github.s3sync.plan.CopyPlan;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Identifies the events of our own copies by the principal that caused them.
 *
 * <p>A role is the same in all of its sessions, whose names follow the unique ID of the role and a
 * colon. Other principals are compared as a whole: the IDs of the root user and of federated users
 * start with the account.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html">the
 *     values of aws:userid</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html">prefixes
 *     of unique ids</a>
 */
final class OwnCopies {

  private static final String SENT_BY_S3 = "AWS:";
  private static final String ROLE = "AROA";

  private OwnCopies() {}

  /**
   * Tells whether the event was caused by our own copy from the replica to the source. Calls STS
   * only if this is possible.
   */
  static boolean isOwnCopy(CopyPlan plan, S3Clients clients) {
    String cause = plan.event().principal();
    return cause != null
        && canIdentify(plan, clients)
        && plan.returnRoutes().stream().anyMatch(back -> isSame(cause, clients.principalId(back)));
  }

  /**
   * Tells whether our copies to both sides can be distinguished from other writes. One side is not
   * sufficient: an event that is left to the other side must not be skipped there.
   */
  static boolean canIdentify(CopyPlan plan, S3Clients clients) {
    return mightIdentify(plan)
        && Stream.concat(plan.returnRoutes().stream(), Stream.of(plan.destination()))
            .allMatch(to -> clients.principalId(to) != null);
  }

  /** Tells whether our copies could be identified if STS were available. */
  static boolean mightIdentify(CopyPlan plan) {
    return plan.event().principal() != null && !plan.returnRoutes().isEmpty();
  }

  static boolean isSame(String principalId, @Nullable String userId) {
    String reported =
        principalId.startsWith(SENT_BY_S3)
            ? principalId.substring(SENT_BY_S3.length())
            : principalId;
    return userId != null && withoutSession(reported).equals(withoutSession(userId));
  }

  private static String withoutSession(String id) {
    int colon = id.indexOf(':');
    return colon > 0 && id.startsWith(ROLE) ? id.substring(0, colon) : id;
  }
}
