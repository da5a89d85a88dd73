package io.github.s3sync.copy;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

  /** The digests that every Java has, by S3's names for them. */
  private static final Map<ChecksumAlgorithm, String> DIGESTS =
      Stream.of(
              Map.entry("MD5", "MD5"),
              Map.entry("SHA1", "SHA-1"),
              Map.entry("SHA256", "SHA-256"),
              Map.entry("SHA512", "SHA-512"))
          .filter(e -> isKnown(e.getKey()))
          .collect(
              Collectors.toUnmodifiableMap(
                  e -> ChecksumAlgorithm.fromValue(e.getKey()), Map.Entry::getValue));

  private static boolean isKnown(String name) {
    return ChecksumAlgorithm.fromValue(name) != ChecksumAlgorithm.UNKNOWN_TO_SDK_VERSION;
  }

  /** The JDK's name of an algorithm; null if it is not one of its digests. */
  static @Nullable String digestOf(ChecksumAlgorithm algorithm) {
    return DIGESTS.get(algorithm);
  }

  /** Whether a body's checksum of this algorithm can be computed here. */
  static boolean canCompute(ChecksumAlgorithm algorithm) {
    return Crc.named(algorithm) != null || DIGESTS.containsKey(algorithm);
  }

  /**
   * Computed here, since the SDK computes CRC64NVME with native code only, which is not here. An
   * algorithm that cannot be computed here is replaced by {@code Content-MD5}.
   */
  static BodyChecksum of(@Nullable ChecksumAlgorithm algorithm, byte[] bytes, int length) {
    Crc crc = algorithm == null ? null : Crc.named(algorithm);
    if (crc != null) {
      return new BodyChecksum(algorithm, crc.text(crc.of(bytes, length)));
    }
    String digest = algorithm == null ? null : DIGESTS.get(algorithm);
    return digest == null
        ? new BodyChecksum(null, base64("MD5", bytes, length))
        : new BodyChecksum(algorithm, base64(digest, bytes, length));
  }

  void onto(PutObjectRequest.Builder request) {
    if (algorithm == null) {
      request.contentMD5(value);
    } else {
      Checksums.set(request, algorithm, value);
    }
  }

  void onto(UploadPartRequest.Builder request) {
    if (algorithm == null) {
      request.contentMD5(value);
    } else {
      Checksums.set(request, algorithm, value);
    }
  }

  private static String base64(String digest, byte[] bytes, int length) {
    return Base64.getEncoder().encodeToString(digest(digest, bytes, length));
  }

  /** The MD5, as an entity tag shows it. */
  static String hexMd5(byte[] bytes, int length) {
    return HexFormat.of().formatHex(digest("MD5", bytes, length));
  }

  private static byte[] digest(String name, byte[] bytes, int length) {
    MessageDigest digest = digest(name);
    digest.update(bytes, 0, length);
    return digest.digest();
  }

  /** A new digest of those that every Java has. */
  static MessageDigest digest(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + name, e);
    }
  }
}
