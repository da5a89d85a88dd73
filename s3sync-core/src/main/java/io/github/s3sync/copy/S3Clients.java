package io.github.s3sync.copy;

import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.rule.Destination;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Which client to ask. A copy is a request to the destination; only looking at the source, its
 * properties or its tags is a request to the source.
 *
 * <p>Implementations are safe for use by many threads and give the same client for the same plan.
 * Whoever made the clients closes them.
 *
 * @since 0.1.0
 */
public interface S3Clients {

  /**
   * The client for looking at a plan's source.
   *
   * @param plan the plan
   * @return a client in the source's Region, with the principal of the destination's: what may not
   *     be looked at may not be copied either
   */
  S3Client source(CopyPlan plan);

  /**
   * The client for writing a plan's replica.
   *
   * @param plan the plan
   * @return a client in the destination's Region, whose principal may also read the source
   */
  S3Client destination(CopyPlan plan);

  /**
   * Whether a destination is in the store that sources are in, which can then copy by itself.
   *
   * @param destination the destination
   * @return by default, whether it names no store
   */
  default boolean sameStore(Destination destination) {
    return destination.endpoint() == null;
  }

  /**
   * Whether a destination is asked as the principal that it names.
   *
   * @param destination the destination
   * @return true by default
   */
  default boolean knowsPrincipal(Destination destination) {
    return true;
  }

  /**
   * The unique id of the principal that a destination is written as, as {@code GetCallerIdentity}
   * gives it: an event of two-way rules that this principal caused need not be looked at. May ask
   * STS when it is first wanted.
   *
   * @param destination the destination
   * @return the {@code UserId}, such as {@code AROAEXAMPLE:session}; null, the default, where it is
   *     not known
   */
  default @Nullable String principalId(Destination destination) {
    return null;
  }

  /**
   * One client for everything. It cannot be somebody else's, so rules with a role or credentials of
   * their own are refused.
   *
   * @param client the client
   * @return it, whatever the plan
   */
  static S3Clients of(S3Client client) {
    return new S3Clients() {
      @Override
      public S3Client source(CopyPlan plan) {
        return client;
      }

      @Override
      public S3Client destination(CopyPlan plan) {
        return client;
      }

      @Override
      public boolean knowsPrincipal(Destination destination) {
        return destination.role() == null && destination.credentials() == null;
      }
    };
  }
}
