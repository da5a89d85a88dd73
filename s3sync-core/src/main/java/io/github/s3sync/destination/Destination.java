package io.github.s3sync.destination;

import io.github.s3sync.event.LogText;
import io.github.s3sync.pattern.KeyMapper;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Defines a destination of replicas: a bucket, a key mapping and the access to it. Immutable.
 *
 * @since 0.1.0
 */
public final class Destination {

  /** The {@link #endpoint()} that denotes S3 itself, whatever the default store is. */
  public static final String AWS = "aws";

  private final String bucket;
  private final KeyMapper key;
  private final @Nullable String region;
  private final @Nullable String expectedOwner;
  private final @Nullable Role role;
  private final @Nullable String credentials;
  private final @Nullable String endpoint;

  private Destination(Builder builder) {
    this.bucket = builder.bucket;
    this.key = builder.key;
    this.region = builder.region;
    this.expectedOwner = builder.expectedOwner;
    this.role = builder.role;
    this.credentials = builder.credentials;
    this.endpoint = builder.endpoint;
  }

  /**
   * Returns a builder for a destination that keeps the source's keys.
   *
   * @param bucket the bucket's name, or the ARN of an access point
   * @return the builder
   */
  public static Builder in(String bucket) {
    return new Builder(bucket);
  }

  /**
   * Describes the destination for logs.
   *
   * @return {@code s3://bucket}
   */
  @Override
  public String toString() {
    return "s3://" + LogText.of(bucket, 200);
  }

  /**
   * Returns the bucket.
   *
   * @return the bucket's name, or the ARN of an access point
   */
  public String bucket() {
    return bucket;
  }

  /**
   * Returns the key mapping.
   *
   * @return the mapping; {@link KeyMapper#same()} by default
   */
  public KeyMapper key() {
    return key;
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
   * Returns the account that must own the bucket.
   *
   * @return the 12-digit account ID; null if any account may own it
   */
  public @Nullable String expectedOwner() {
    return expectedOwner;
  }

  /**
   * Returns the role that makes the copies.
   *
   * @return the role; null if none is assumed
   */
  public @Nullable Role role() {
    return role;
  }

  /**
   * Returns the credentials that make the copies or assume the role.
   *
   * @return the name of the credentials; null for the credentials of the process
   */
  public @Nullable String credentials() {
    return credentials;
  }

  /**
   * Returns the store that contains the bucket.
   *
   * @return {@value #AWS} or the store's address; null for the default store
   */
  public @Nullable String endpoint() {
    return endpoint;
  }

  /**
   * Returns the principal and store with which the bucket is accessed.
   *
   * @return the Region, role, credentials and endpoint
   */
  public Access access() {
    return Access.OWN
        .withRegion(region)
        .withRole(role)
        .withCredentials(credentials)
        .withEndpoint(endpoint);
  }

  /**
   * Returns a builder with the values of this destination.
   *
   * @return the builder
   */
  public Builder toBuilder() {
    return new Builder(this);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Destination that
            && bucket.equals(that.bucket)
            && key.equals(that.key)
            && Objects.equals(expectedOwner, that.expectedOwner)
            && access().equals(that.access()));
  }

  @Override
  public int hashCode() {
    return Objects.hash(bucket, key);
  }

  /** Builds a {@link Destination}. Not thread-safe. */
  public static final class Builder {

    private final String bucket;
    private KeyMapper key = KeyMapper.same();
    private @Nullable String region;
    private @Nullable String expectedOwner;
    private @Nullable Role role;
    private @Nullable String credentials;
    private @Nullable String endpoint;

    private Builder(String bucket) {
      this.bucket = Objects.requireNonNull(bucket, "bucket");
    }

    private Builder(Destination from) {
      this.bucket = from.bucket;
      this.key = from.key;
      this.region = from.region;
      this.expectedOwner = from.expectedOwner;
      this.role = from.role;
      this.credentials = from.credentials;
      this.endpoint = from.endpoint;
    }

    /**
     * Sets the key mapping.
     *
     * @param mapper the mapping; {@link KeyMapper#same()} by default
     * @return this
     */
    public Builder key(KeyMapper mapper) {
      this.key = Objects.requireNonNull(mapper, "mapper");
      return this;
    }

    /**
     * Sets the bucket's Region. Copy requests are sent to this Region.
     *
     * @param name the Region, such as {@code eu-west-1}; null, the default, for the Region of the
     *     client in use
     * @return this
     */
    public Builder region(@Nullable String name) {
      this.region = name;
      return this;
    }

    /**
     * Sets the account that must own the bucket. If another account owns it, writes fail ({@code
     * x-amz-expected-bucket-owner}). This protects against a bucket that was deleted and re-created
     * by another account.
     *
     * @param accountId the 12-digit account ID; null, the default, for any account
     * @return this
     */
    public Builder expectedOwner(@Nullable String accountId) {
      this.expectedOwner = accountId;
      return this;
    }

    /**
     * Sets the role that is assumed for this destination. A server-side copy is made by one
     * principal, so the role must also be allowed to read the source, unless the rule streams.
     *
     * @param role the role; null, the default, to assume none
     * @return this
     */
    public Builder role(@Nullable Role role) {
      this.role = role;
      return this;
    }

    /**
     * Sets the credentials that are used for this destination instead of the credentials of the
     * process. If there is a role, it is assumed with them.
     *
     * @param name the name registered with the clients, or otherwise an AWS profile; null, the
     *     default, for the credentials of the process
     * @return this
     */
    public Builder credentials(@Nullable String name) {
      this.credentials = name;
      return this;
    }

    /**
     * Sets the store that contains the bucket. Unless the rule streams, it must be the store of the
     * source, which is the default store.
     *
     * @param store {@value Destination#AWS} for S3 itself, or the address of an S3-compatible
     *     store, such as {@code https://store.example.com:9000}; null, the default, for the default
     *     store
     * @return this
     */
    public Builder endpoint(@Nullable String store) {
      this.endpoint = store;
      return this;
    }

    /**
     * Builds the destination. It is checked when a rule that uses it is built.
     *
     * @return the destination
     */
    public Destination build() {
      return new Destination(this);
    }
  }
}
