package io.github.s3sync.rule;

import io.github.s3sync.event.LogText;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where replicas go. Immutable.
 *
 * @since 0.1.0
 */
public final class Destination {

  /** The {@link #endpoint()} that says S3 itself, whatever store is the default one. */
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
   * Begins a destination that keeps the source's keys.
   *
   * @param bucket the bucket's name, or the ARN of an access point
   * @return the builder
   */
  public static Builder in(String bucket) {
    return new Builder(bucket);
  }

  /**
   * For people and logs.
   *
   * @return {@code s3://bucket}
   */
  @Override
  public String toString() {
    return "s3://" + LogText.of(bucket, 200);
  }

  /**
   * The bucket.
   *
   * @return its name, or the ARN of an access point
   */
  public String bucket() {
    return bucket;
  }

  /**
   * The key mapping.
   *
   * @return the mapping; {@link KeyMapper#same()} by default
   */
  public KeyMapper key() {
    return key;
  }

  /**
   * The bucket's Region.
   *
   * @return the Region; null for that of the client in use
   */
  public @Nullable String region() {
    return region;
  }

  /**
   * The account that must own the bucket.
   *
   * @return the account's 12 digits; null if any may
   */
  public @Nullable String expectedOwner() {
    return expectedOwner;
  }

  /**
   * The role that copies.
   *
   * @return the role; null if none is assumed
   */
  public @Nullable Role role() {
    return role;
  }

  /**
   * The credentials that copy, or with which the role is assumed.
   *
   * @return their name; null for those of the process
   */
  public @Nullable String credentials() {
    return credentials;
  }

  /**
   * The store that the bucket is in.
   *
   * @return {@value #AWS} or the store's address; null for the default store
   */
  public @Nullable String endpoint() {
    return endpoint;
  }

  /**
   * As whom, and where, the bucket is asked.
   *
   * @return the Region, role, credentials and endpoint
   */
  public Access access() {
    return new Access(region, role, credentials, endpoint);
  }

  /** Collects the properties of a {@link Destination}. Not for use by several threads. */
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

    /**
     * Sets the key mapping.
     *
     * @param mapper the mapping
     * @return this
     */
    public Builder key(KeyMapper mapper) {
      this.key = Objects.requireNonNull(mapper, "mapper");
      return this;
    }

    /**
     * Sets the bucket's Region. A copy is a request to the destination's Region.
     *
     * @param name the Region, such as {@code eu-west-1}
     * @return this
     */
    public Builder region(String name) {
      this.region = Objects.requireNonNull(name, "name");
      return this;
    }

    /**
     * Refuses to write if another account owns the bucket ({@code x-amz-expected-bucket-owner}),
     * the cheap defence against a bucket name that was given up and taken by somebody else.
     *
     * @param accountId the account's 12 digits
     * @return this
     */
    public Builder expectedOwner(String accountId) {
      this.expectedOwner = Objects.requireNonNull(accountId, "accountId");
      return this;
    }

    /**
     * Sets the role that is assumed for this destination. One principal makes a copy inside S3, so
     * it must be allowed to read the source, too; not so where the rule streams.
     *
     * @param role the role; by default none is assumed
     * @return this
     */
    public Builder role(Role role) {
      this.role = Objects.requireNonNull(role, "role");
      return this;
    }

    /**
     * Sets which credentials are used for this destination instead of those of the process; beside
     * a role, the role is assumed with them.
     *
     * @param name the name under which they are known to the clients, or else an AWS profile
     * @return this
     */
    public Builder credentials(String name) {
      this.credentials = Objects.requireNonNull(name, "name");
      return this;
    }

    /**
     * Sets the store that the bucket is in. Unless the rule streams, it must be the one that the
     * source is in, the default store.
     *
     * @param store {@value Destination#AWS} for S3 itself, or the address of an S3-compatible
     *     store, such as {@code https://store.example.com:9000}
     * @return this
     */
    public Builder endpoint(String store) {
      this.endpoint = Objects.requireNonNull(store, "store");
      return this;
    }

    /**
     * Makes the destination; its rule checks it.
     *
     * @return the destination
     */
    public Destination build() {
      return new Destination(this);
    }
  }
}
