package io.github.s3sync.copy;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/**
 * What is sent along with a body, so that the store refuses other bytes.
 *
 * @param algorithm null for {@code Content-MD5}, which every store knows
 * @param value in base64
 */
record BodyChecksum(@Nullable ChecksumAlgorithm algorithm, String value) {

  /** Computed here, since the SDK computes CRC64NVME with native code only, which is not here. */
  static BodyChecksum of(@Nullable ChecksumAlgorithm algorithm, byte[] bytes, int length) {
    if (algorithm == null) {
      return new BodyChecksum(null, digest("MD5", bytes, length));
    }
    Crc crc = Crc.named(algorithm);
    return new BodyChecksum(
        algorithm,
        crc != null
            ? crc.text(crc.of(bytes, length))
            : digest(algorithm == ChecksumAlgorithm.SHA1 ? "SHA-1" : "SHA-256", bytes, length));
  }

  /** The value, if it is one of this algorithm. */
  @Nullable String value(ChecksumAlgorithm of) {
    return algorithm == of ? value : null;
  }

  void onto(PutObjectRequest.Builder request) {
    request
        .contentMD5(algorithm == null ? value : null)
        .checksumCRC32(value(ChecksumAlgorithm.CRC32))
        .checksumCRC32C(value(ChecksumAlgorithm.CRC32_C))
        .checksumCRC64NVME(value(ChecksumAlgorithm.CRC64_NVME))
        .checksumSHA1(value(ChecksumAlgorithm.SHA1))
        .checksumSHA256(value(ChecksumAlgorithm.SHA256));
  }

  void onto(UploadPartRequest.Builder request) {
    request
        .contentMD5(algorithm == null ? value : null)
        .checksumCRC32(value(ChecksumAlgorithm.CRC32))
        .checksumCRC32C(value(ChecksumAlgorithm.CRC32_C))
        .checksumCRC64NVME(value(ChecksumAlgorithm.CRC64_NVME))
        .checksumSHA1(value(ChecksumAlgorithm.SHA1))
        .checksumSHA256(value(ChecksumAlgorithm.SHA256));
  }

  private static String digest(String name, byte[] bytes, int length) {
    try {
      MessageDigest digest = MessageDigest.getInstance(name);
      digest.update(bytes, 0, length);
      return Base64.getEncoder().encodeToString(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + name, e);
    }
  }
}
