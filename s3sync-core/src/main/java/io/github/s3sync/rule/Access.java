package io.github.s3sync.rule;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * As whom, and where, the bucket of one side of a copy is asked. Its rule checks it.
 *
 * @param region the bucket's Region; null for that of the client in use
 * @param role the role that asks; null if none is assumed
 * @param credentials the name of the credentials that ask, or with which the role is assumed: one
 *     that is known to the clients, or else an AWS profile; null for those of the process
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
   * The same in a Region.
   *
   * @param name the Region, such as {@code eu-west-1}
   * @return the access
   */
  public Access withRegion(String name) {
    return new Access(name, role, credentials, endpoint);
  }

  /**
   * The same as a role.
   *
   * @param assumed the role
   * @return the access
   */
  public Access withRole(Role assumed) {
    return new Access(region, assumed, credentials, endpoint);
  }

  /**
   * The same with other credentials; beside a role, the role is assumed with them.
   *
   * @param name the name under which they are known to the clients, or else an AWS profile
   * @return the access
   */
  public Access withCredentials(String name) {
    return new Access(region, role, name, endpoint);
  }

  /**
   * The same in a store.
   *
   * @param store {@value Destination#AWS} for S3 itself, or the address of an S3-compatible store,
   *     such as {@code https://store.example.com:9000}
   * @return the access
   */
  public Access withEndpoint(String store) {
    return new Access(region, role, credentials, store);
  }

  /**
   * Whether a bucket of one name may be the same bucket for both. Which store is the default one is
   * not known here, so that it may be any.
   *
   * @param other the other side
   * @return false if both name stores, and different ones
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
    // One store may answer with and without TLS.
    return port < 0 || port == 80 || port == 443 ? host : host + ":" + port;
  }
}
