package io.github.s3sync.option;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Defines the server-side encryption of replicas. The encryption key of the source is never applied
 * to them. Immutable.
 *
 * @since 0.1.0
 */
public final class Encryption {

  private static final List<String> ALGORITHMS = List.of("AES256", "aws:kms", "aws:kms:dsse");

  private final String algorithm;
  private final @Nullable String kmsKeyId;
  private final @Nullable Boolean bucketKey;

  private Encryption(Builder builder) {
    this.algorithm = builder.algorithm;
    this.kmsKeyId = builder.kmsKeyId;
    this.bucketKey = builder.bucketKey;
  }

  /**
   * Returns a builder.
   *
   * @param algorithm {@code AES256}, {@code aws:kms} or {@code aws:kms:dsse}
   * @return the builder
   */
  public static Builder builder(String algorithm) {
    return new Builder(algorithm);
  }

  /**
   * Returns encryption with S3's own keys.
   *
   * @return {@code AES256}
   */
  public static Encryption aes256() {
    return builder("AES256").build();
  }

  /**
   * Returns encryption with a KMS key.
   *
   * @param keyId the key, with its full ARN if it belongs to another account
   * @return {@code aws:kms} with this key
   */
  public static Encryption kms(String keyId) {
    return builder("aws:kms").kmsKeyId(keyId).build();
  }

  /**
   * Returns the algorithm.
   *
   * @return {@code AES256}, {@code aws:kms} or {@code aws:kms:dsse}
   */
  public String algorithm() {
    return algorithm;
  }

  /**
   * Returns the KMS key.
   *
   * @return the key; null for {@code AES256}, and for the destination account's {@code aws/s3} key
   */
  public @Nullable String kmsKeyId() {
    return kmsKeyId;
  }

  /**
   * Tells whether an S3 Bucket Key is used.
   *
   * @return true if it is used; null for the default of the destination bucket
   */
  public @Nullable Boolean bucketKey() {
    return bucketKey;
  }

  /**
   * Returns a builder with the values of this encryption.
   *
   * @return the builder
   */
  public Builder toBuilder() {
    return new Builder(algorithm).kmsKeyId(kmsKeyId).bucketKey(bucketKey);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Encryption that
        && algorithm.equals(that.algorithm)
        && Objects.equals(kmsKeyId, that.kmsKeyId)
        && Objects.equals(bucketKey, that.bucketKey);
  }

  @Override
  public int hashCode() {
    return Objects.hash(algorithm, kmsKeyId, bucketKey);
  }

  /** Describes the encryption on one line. */
  @Override
  public String toString() {
    return new Properties("encryption")
        .add("algorithm", algorithm)
        .add("kmsKeyId", kmsKeyId)
        .add("bucketKey", bucketKey)
        .toString();
  }

  /** Builds an {@link Encryption}. Not thread-safe. */
  public static final class Builder {

    private final String algorithm;
    private @Nullable String kmsKeyId;
    private @Nullable Boolean bucketKey;

    private Builder(String algorithm) {
      this.algorithm = Objects.requireNonNull(algorithm, "algorithm");
    }

    /**
     * Sets the KMS key.
     *
     * @param keyId the key, with its full ARN if it belongs to another account; null, the default,
     *     for the destination account's {@code aws/s3} key
     * @return this
     */
    public Builder kmsKeyId(@Nullable String keyId) {
      this.kmsKeyId = keyId;
      return this;
    }

    /**
     * Sets whether an S3 Bucket Key is used.
     *
     * @param used null, the default, for the default of the destination bucket
     * @return this
     */
    public Builder bucketKey(@Nullable Boolean used) {
      this.bucketKey = used;
      return this;
    }

    /**
     * Builds the encryption.
     *
     * @return the encryption
     * @throws InvalidOptionException if S3 does not define the algorithm, or if the algorithm does
     *     not accept the KMS key or Bucket Key
     */
    public Encryption build() {
      AllowedWords.check("encryption.algorithm", algorithm, ALGORITHMS);
      if (kmsKeyId != null && algorithm.equals("AES256")) {
        throw new InvalidOptionException(
            "encryption.kmsKeyId",
            "is '" + kmsKeyId + "', expected none together with the algorithm AES256");
      }
      if (Boolean.TRUE.equals(bucketKey) && !algorithm.equals("aws:kms")) {
        throw new InvalidOptionException(
            "encryption.bucketKey",
            "is true together with the algorithm "
                + algorithm
                + ", expected it only together with aws:kms: S3 supports Bucket Keys for no other"
                + " algorithm");
      }
      return new Encryption(this);
    }
  }
}
