package io.github.s3sync.destination;

import io.github.s3sync.event.Internal;
import io.github.s3sync.option.Properties;
import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Identifies the principal and the store with which one side of a copy is accessed. It is checked
 * when a rule that uses it is built. Immutable.
 *
 * @since 0.1.0
 */
public final class Access {

  /** The process's own credentials, in the default store. */
  public static final Access OWN = new Access(null, null, null, null);

  private final @Nullable String region;
  private final @Nullable Role role;
  private final @Nullable String credentials;
  private final @Nullable String endpoint;

  private Access(
      @Nullable String region,
      @Nullable Role role,
      @Nullable String credentials,
      @Nullable String endpoint) {
    this.region = region;
    this.role = role;
    this.credentials = credentials;
    this.endpoint = endpoint;
  }

  /**
   * Returns this access with another Region.
   *
   * @param name the Region, such as {@code eu-west-1}; null for the Region of the client in use
   * @return the access
   */
  public Access withRegion(@Nullable String name) {
    return new Access(name, role, credentials, endpoint);
  }

  /**
   * Returns this access with a role.
   *
   * @param assumed the role; null to assume none
   * @return the access
   */
  public Access withRole(@Nullable Role assumed) {
    return new Access(region, assumed, credentials, endpoint);
  }

  /**
   * Returns this access with other credentials. If there is a role, it is assumed with them.
   *
   * @param name the name registered with the clients, or otherwise an AWS profile; null for the
   *     credentials of the process
   * @return the access
   */
  public Access withCredentials(@Nullable String name) {
    return new Access(region, role, name, endpoint);
  }

  /**
   * Returns this access in another store.
   *
   * @param store {@value Destination#AWS} for S3 itself, or the address of an S3-compatible store,
   *     such as {@code https://store.example.com:9000}; null for the default store
   * @return the access
   */
  public Access withEndpoint(@Nullable String store) {
    return new Access(region, role, credentials, store);
  }

  /**
   * Returns the bucket's Region.
   *
   * @return the Region; null for the Region of the client in use
   */
  public @Nullable String region() {
    return region;
  }

  /**
   * Returns the role that sends the requests.
   *
   * @return the role; null if none is assumed
   */
  public @Nullable Role role() {
    return role;
  }

  /**
   * Returns the name of the credentials that send the requests or assume the role.
   *
   * @return a name registered with the clients, or otherwise an AWS profile; null for the
   *     credentials of the process
   */
  public @Nullable String credentials() {
    return credentials;
  }

  /**
   * Returns the store that the bucket is in.
   *
   * @return {@value Destination#AWS} for S3 itself, or the address of an S3-compatible store; null
   *     for the default store
   */
  public @Nullable String endpoint() {
    return endpoint;
  }

  /**
   * Tells whether buckets of the same name may be the same bucket for both. The default store is
   * not known here, so it may be any store.
   *
   * @param other the other side
   * @return false if both name a store and the stores differ
   */
  @Internal
  public boolean mayShareBuckets(Access other) {
    return endpoint == null
        || other.endpoint == null
        || store(endpoint).equals(store(other.endpoint));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Access that
        && Objects.equals(region, that.region)
        && Objects.equals(role, that.role)
        && Objects.equals(credentials, that.credentials)
        && Objects.equals(endpoint, that.endpoint);
  }

  @Override
  public int hashCode() {
    return Objects.hash(region, role, credentials, endpoint);
  }

  /** Describes the access on one line, without the external ID of the role. */
  @Override
  public String toString() {
    return new Properties("access")
        .add("region", region)
        .add("role", role)
        .add("credentials", credentials)
        .add("endpoint", endpoint)
        .toString();
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
