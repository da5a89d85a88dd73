package io.github.s3sync.rule;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where replicas go. Immutable.
 *
 * @since 0.1.0
 */
public final class Destination {

  private final String bucket;
  private final KeyMapper key;
  private final @Nullable String region;
  private final @Nullable String expectedOwner;

  private Destination(Builder builder) {
    this.bucket = builder.bucket;
    this.key = builder.key;
    this.region = builder.region;
    this.expectedOwner = builder.expectedOwner;
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

  /** Collects the properties of a {@link Destination}. Not for use by several threads. */
  public static final class Builder {

    private final String bucket;
    private KeyMapper key = KeyMapper.same();
    private @Nullable String region;
    private @Nullable String expectedOwner;

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
     * Makes the destination; its rule checks it.
     *
     * @return the destination
     */
    public Destination build() {
      return new Destination(this);
    }
  }
}
