package io.github.s3sync.copy;

import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.rule.Access;
import io.github.s3sync.rule.AwsAddress;
import io.github.s3sync.rule.Destination;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ServiceClientConfiguration;

/**
 * Which client to ask. A copy is a request to the destination; only looking at the source, its
 * properties or its tags is a request to the source, and so is reading it for a stream.
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
   * @return a client in the source's Region, with the principal of the destination's, since what
   *     may not be looked at may not be copied either; for a rule that streams, with the source's
   */
  S3Client source(CopyPlan plan);

  /**
   * The client for writing a plan's replica.
   *
   * @param plan the plan
   * @return a client in the destination's Region, whose principal may also read the source, unless
   *     the rule streams
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
   * Returns whether the source of a copy can be asked as a rule says.
   *
   * @param access as whom and where
   * @return true by default
   */
  default boolean knowsSource(Access access) {
    return true;
  }

  /**
   * Returns whether the destination of a copy can be asked as a rule says.
   *
   * @param access as whom and where
   * @return true by default
   */
  default boolean knowsDestination(Access access) {
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
   * Returns whether {@link #principalId} can ever tell who writes a destination. Two-way rules that
   * delete need that, see {@code CopyOptionsBuilder.unattributedDeletes}.
   *
   * @param destination the destination
   * @return true by default
   */
  default boolean mayTellPrincipal(Destination destination) {
    return true;
  }

  /**
   * Decides whether a client sends its requests to Amazon S3 itself: it has no endpoint of its own,
   * or one that {@link AwsAddress} recognizes.
   *
   * @param client the client
   * @return false if it is configured, by code or by the SDK's own settings, for another store
   */
  static boolean isAws(S3Client client) {
    S3ServiceClientConfiguration configuration = client.serviceClientConfiguration();
    return configuration.endpointProvider().filter(AwsEndpoints.class::isInstance).isPresent()
        || configuration.endpointOverride().map(AwsAddress::isS3).orElse(true);
  }

  /**
   * One client for everything. It cannot be somebody else's, so rules with a role, credentials or a
   * store of their own are refused.
   *
   * @param client the client
   * @return it, whatever the plan
   */
  static S3Clients of(S3Client client) {
    return of(client, client);
  }

  /**
   * One client for all sources and one for all destinations. They may be anybody's and in any
   * store, so that rules ask for {@code TransferMode.STREAM}, unless both are in one store and the
   * destination's may read all sources; rules with a role, credentials or a store of their own are
   * refused.
   *
   * @param source the client that reads
   * @param destination the client that writes
   * @return them, whatever the plan
   */
  static S3Clients of(S3Client source, S3Client destination) {
    // Once, because the SDK puts a client's configuration together each time.
    boolean oneStore =
        source == destination
            || source
                .serviceClientConfiguration()
                .endpointOverride()
                .equals(destination.serviceClientConfiguration().endpointOverride())
            || (isAws(source) && isAws(destination));
    return new S3Clients() {
      @Override
      public S3Client source(CopyPlan plan) {
        return source;
      }

      @Override
      public S3Client destination(CopyPlan plan) {
        return destination;
      }

      @Override
      public boolean sameStore(Destination to) {
        return to.endpoint() == null && oneStore;
      }

      @Override
      public boolean mayTellPrincipal(Destination to) {
        return false;
      }

      @Override
      public boolean knowsSource(Access access) {
        return knows(source, access);
      }

      @Override
      public boolean knowsDestination(Access access) {
        return knows(destination, access);
      }

      private boolean knows(S3Client client, Access access) {
        return access.role() == null
            && access.credentials() == null
            && access.endpoint() == null
            && (access.region() == null || mayAsk(client, access.region()));
      }

      /** Other stores have no Regions, and a client that wraps another may find the right one. */
      private boolean mayAsk(S3Client client, String region) {
        return client instanceof DelegatingS3Client
            || !isAws(client)
            || client.serviceClientConfiguration().region().id().equals(region);
      }
    };
  }
}
