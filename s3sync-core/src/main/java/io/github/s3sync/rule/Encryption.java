package io.github.s3sync.rule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The server-side encryption of a replica. The source's key is never forced on it.
 *
 * @param algorithm {@code AES256}, {@code aws:kms} or {@code aws:kms:dsse}
 * @param kmsKeyId the KMS key, across accounts by its full ARN; null for {@code AES256}, and for
 *     the destination account's {@code aws/s3} key
 * @param bucketKey whether an S3 Bucket Key is used; null for the default of the destination bucket
 * @since 0.1.0
 */
public record Encryption(String algorithm, @Nullable String kmsKeyId, @Nullable Boolean bucketKey) {

  private static final List<String> ALGORITHMS = List.of("AES256", "aws:kms", "aws:kms:dsse");

  /**
   * Checks the parts against each other.
   *
   * @throws IllegalArgumentException if S3 has no such algorithm, or it takes no KMS key
   */
  public Encryption {
    Allowed.check("encryption.algorithm", algorithm, ALGORITHMS);
    if (kmsKeyId != null && algorithm.equals("AES256")) {
      throw new IllegalArgumentException(
          "encryption.kmsKeyId is '" + kmsKeyId + "', expected none beside the algorithm AES256");
    }
    if (Boolean.TRUE.equals(bucketKey) && !algorithm.equals("aws:kms")) {
      throw new IllegalArgumentException(
          "encryption.bucketKey is true beside the algorithm "
              + algorithm
              + ", expected it beside aws:kms only: S3 has no Bucket Keys for another");
    }
  }

  /**
   * Encryption with a KMS key.
   *
   * @param keyId the key, across accounts by its full ARN
   * @return {@code aws:kms} with this key
   */
  public static Encryption kms(String keyId) {
    return new Encryption("aws:kms", keyId, null);
  }
}
