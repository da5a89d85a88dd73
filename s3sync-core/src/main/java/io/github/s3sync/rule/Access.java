package io.github.s3sync.rule;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Identifies the principal and the store with which one side of a copy is accessed. The rule that
 * uses it checks it.
 *
 * @param region the bucket's Region; null for the Region of the client in use
 * @param role the role that sends the requests; null if none is assumed
 * @param credentials the name of the credentials that send the requests or assume the role: a name
 *     registered with the clients, or otherwise an AWS profile; null for the credentials of the
 *     process
 * @param endpoint the store that the bucket is in: {@value Destination#AWS} for S3 itself, or the
 *     address of an S3-compatible store; null for the default store
 * @since 0.1.0
 */
public record Access(
    @Nullable String region,
    @Nullable Role role,
    @Nullable String credentials,
    @Nullable String endpoint) {

  /** The process's own credentials, in the default store. */
  public static final Access OWN = new Access(null, null, null, null);

  /**
   * Returns this access with another Region.
   *
   * @param name the Region, such as {@code eu-west-1}
   * @return the access
   */
  public Access withRegion(String name) {
    return new Access(name, role, credentials, endpoint);
  }

  /**
   * Returns this access with a role.
   *
   * @param assumed the role
   * @return the access
   */
  public Access withRole(Role assumed) {
    return new Access(region, assumed, credentials, endpoint);
  }

  /**
   * Returns this access with other credentials. If there is a role, it is assumed with them.
   *
   * @param name the name registered with the clients, or otherwise an AWS profile
   * @return the access
   */
  public Access withCredentials(String name) {
    return new Access(region, role, name, endpoint);
  }

  /**
   * Returns this access in another store.
   *
   * @param store {@value Destination#AWS} for S3 itself, or the address of an S3-compatible store,
   *     such as {@code https://store.example.com:9000}
   * @return the access
   */
  public Access withEndpoint(String store) {
    return new Access(region, role, credentials, store);
  }

  /**
   * Tells whether buckets of the same name may be the same bucket for both. The default store is
   * not known here, so it may be any store.
   *
   * @param other the other side
   * @return false if both name a store and the stores differ
   */
  public boolean mayShareBuckets(Access other) {
    return endpoint == null
        || other.endpoint == null
        || store(endpoint).equals(store(other.endpoint));
  }

  private static String store(String endpoint) {
    if (endpoint.equals(Destination.AWS)) {
      return endpoint;
    }
    URI address = URI.create(endpoint);
    String host = address.getHost().toLowerCase(Locale.ROOT);
    if (AwsAddress.isS3(address)) {
      return Destination.AWS;
    }
    int port = address.getPort();
    // The same store may be reachable with and without TLS.
    return port < 0 || port == 80 || port == 443 ? host : host + ":" + port;
  }
}
