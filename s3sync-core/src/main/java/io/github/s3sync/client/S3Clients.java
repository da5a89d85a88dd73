package io.github.s3sync.client;

import io.github.s3sync.destination.Access;
import io.github.s3sync.destination.AwsAddress;
import io.github.s3sync.destination.Destination;
import io.github.s3sync.plan.CopyPlan;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ServiceClientConfiguration;

/**
 * Selects the clients for plans. A server-side copy is a request to the destination. Requests to
 * the source only look it up, read its tags or properties, or read its content for a stream.
 *
 * <p>Implementations must be thread-safe and return the same client for the same plan. The creator
 * of the clients closes them.
 *
 * @since 0.1.0
 */
public interface S3Clients {

  /**
   * Returns the client for reading a plan's source.
   *
   * @param plan the plan
   * @return a client in the source's Region with the principal of the destination, because that
   *     principal makes the copy; for a rule that streams, with the principal of the source
   */
  S3Client source(CopyPlan plan);

  /**
   * Returns the client for writing a plan's replica.
   *
   * @param plan the plan
   * @return a client in the destination's Region, whose principal may also read the source, unless
   *     the rule streams
   */
  S3Client destination(CopyPlan plan);

  /**
   * Tells whether a destination is in the store of the sources, which can then copy by itself.
   *
   * @param destination the destination
   * @return true by default if the destination does not name a store
   */
  default boolean sameStore(Destination destination) {
    return destination.endpoint() == null;
  }

  /**
   * Tells whether these clients support the access to a source that a rule defines.
   *
   * @param access the principal and store
   * @return true by default
   */
  default boolean knowsSource(Access access) {
    return true;
  }

  /**
   * Tells whether these clients support the access to a destination that a rule defines.
   *
   * @param access the principal and store
   * @return true by default
   */
  default boolean knowsDestination(Access access) {
    return true;
  }

  /**
   * Returns the unique ID of the principal that writes a destination, as reported by {@code
   * GetCallerIdentity}. Events of two-way rules that this principal caused can be skipped without a
   * lookup. May call STS on first use.
   *
   * @param destination the destination
   * @return the {@code UserId}, such as {@code AROAEXAMPLE:session}; null, the default, if it is
   *     unknown
   */
  default @Nullable String principalId(Destination destination) {
    return null;
  }

  /**
   * Tells whether {@link #principalId} can ever identify the principal that writes a destination.
   * Two-way rules with deletes need it, see {@code CopyOptionsBuilder.unattributedDeletes}.
   *
   * @param destination the destination
   * @return true by default
   */
  default boolean mayTellPrincipal(Destination destination) {
    return true;
  }

  /**
   * Tells whether a client sends its requests to Amazon S3 itself: it has no configured endpoint,
   * or one that {@link AwsAddress} recognizes.
   *
   * @param client the client
   * @return false if it is configured for another store, by code or by the SDK's settings
   */
  static boolean isAws(S3Client client) {
    S3ServiceClientConfiguration configuration = client.serviceClientConfiguration();
    return configuration.endpointProvider().filter(AwsEndpoints.class::isInstance).isPresent()
        || configuration.endpointOverride().map(AwsAddress::isS3).orElse(true);
  }

  /**
   * Returns clients that use one client for all requests. Rules that name a role, credentials or a
   * store are rejected.
   *
   * @param client the client
   * @return the clients
   */
  static S3Clients of(S3Client client) {
    return of(client, client);
  }

  /**
   * Returns clients that use one client for all sources and one for all destinations. They may have
   * any principals and stores. So rules need {@code TransferMode.STREAM}, unless both are in the
   * same store and the destination's principal may read all sources. Rules that name a role,
   * credentials or a store are rejected.
   *
   * @param source the client that reads
   * @param destination the client that writes
   * @return the clients
   */
  static S3Clients of(S3Client source, S3Client destination) {
    // Only once, because the SDK rebuilds a client's configuration each time.
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

      /**
       * Tells whether a client may be used for a Region. Other stores have no Regions, and a client
       * that wraps another one may find the right Region.
       */
      private boolean mayAsk(S3Client client, String region) {
        return client instanceof DelegatingS3Client
            || !isAws(client)
            || client.serviceClientConfiguration().region().id().equals(region);
      }
    };
  }
}
