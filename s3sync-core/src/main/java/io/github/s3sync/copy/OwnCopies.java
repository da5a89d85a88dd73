package io.github.s3sync.copy;

import io.github.s3sync.plan.CopyPlan;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells the events of our own copies from others, by who caused them.
 *
 * <p>A role is the same in all of its sessions, whose names stand behind its unique id and a colon.
 * Others are compared as a whole: the ids of root and of federated users begin with the account.
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

  /** Whether the source is as a copy from its replica left it. Asks STS only if it may be. */
  static boolean tells(CopyPlan plan, S3Clients clients) {
    String cause = plan.event().principal();
    return cause != null
        && areKnown(plan, clients)
        && plan.returnRoutes().stream().anyMatch(back -> isSame(cause, clients.principalId(back)));
  }

  /**
   * Whether our copies to either side can be told from what others write. To know one side is not
   * enough: what is left to the event of a replica must not be skipped there.
   */
  static boolean areKnown(CopyPlan plan, S3Clients clients) {
    return mayBeKnown(plan)
        && Stream.concat(plan.returnRoutes().stream(), Stream.of(plan.destination()))
            .allMatch(to -> clients.principalId(to) != null);
  }

  /** Returns whether only STS may be missing to tell our copies from others. */
  static boolean mayBeKnown(CopyPlan plan) {
    return plan.event().principal() != null && !plan.returnRoutes().isEmpty();
  }

  static boolean isSame(String principalId, @Nullable String userId) {
    String told =
        principalId.startsWith(SENT_BY_S3)
            ? principalId.substring(SENT_BY_S3.length())
            : principalId;
    return userId != null && withoutSession(told).equals(withoutSession(userId));
  }

  private static String withoutSession(String id) {
    int colon = id.indexOf(':');
    return colon > 0 && id.startsWith(ROLE) ? id.substring(0, colon) : id;
  }
}
