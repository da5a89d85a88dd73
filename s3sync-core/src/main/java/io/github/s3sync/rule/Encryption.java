package io.github.s3sync.rule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Defines the server-side encryption of replicas. The encryption key of the source is never applied
 * to them.
 *
 * @param algorithm {@code AES256}, {@code aws:kms} or {@code aws:kms:dsse}
 * @param kmsKeyId the KMS key, with its full ARN if it belongs to another account; null for {@code
 *     AES256}, and for the destination account's {@code aws/s3} key
 * @param bucketKey whether an S3 Bucket Key is used; null for the default of the destination bucket
 * @since 0.1.0
 */
public record Encryption(String algorithm, @Nullable String kmsKeyId, @Nullable Boolean bucketKey) {

  private static final List<String> ALGORITHMS = List.of("AES256", "aws:kms", "aws:kms:dsse");

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if S3 does not define the algorithm, or if the algorithm does
   *     not accept the KMS key or Bucket Key
   */
  public Encryption {
    AllowedWords.check("encryption.algorithm", algorithm, ALGORITHMS);
    if (kmsKeyId != null && algorithm.equals("AES256")) {
      throw new IllegalArgumentException(
          "encryption.kmsKeyId is '"
              + kmsKeyId
              + "', expected none together with the algorithm AES256");
    }
    if (Boolean.TRUE.equals(bucketKey) && !algorithm.equals("aws:kms")) {
      throw new IllegalArgumentException(
          "encryption.bucketKey is true together with the algorithm "
              + algorithm
              + ", expected it only together with aws:kms: S3 supports Bucket Keys for no other"
              + " algorithm");
    }
  }

  /**
   * Returns encryption with a KMS key.
   *
   * @param keyId the key, with its full ARN if it belongs to another account
   * @return {@code aws:kms} with this key
   */
  public static Encryption kms(String keyId) {
    return new Encryption("aws:kms", keyId, null);
  }
}
