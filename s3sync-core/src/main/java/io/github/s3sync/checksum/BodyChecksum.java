package io.github.s3sync.checksum;

import io.github.s3sync.event.Internal;
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
 * Holds the checksum that is sent with a body, so that the store rejects altered bytes.
 *
 * @param algorithm the algorithm; null for {@code Content-MD5}, which every store supports
 * @param value the value in base64
 */
@Internal
public record BodyChecksum(@Nullable ChecksumAlgorithm algorithm, String value) {

  /** The digests that every JDK provides, by their names in S3. */
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

  /** Returns the JDK's name of an algorithm; null if it is not a digest of the JDK. */
  public static @Nullable String digestOf(ChecksumAlgorithm algorithm) {
    return DIGESTS.get(algorithm);
  }

  /** Tells whether a checksum of this algorithm can be computed here. */
  public static boolean canCompute(ChecksumAlgorithm algorithm) {
    return Crc.named(algorithm) != null || DIGESTS.containsKey(algorithm);
  }

  /**
   * Computes the checksum of a body. It is not left to the SDK, which computes CRC64NVME only with
   * native code. An algorithm that cannot be computed here is replaced by {@code Content-MD5}.
   */
  public static BodyChecksum of(@Nullable ChecksumAlgorithm algorithm, byte[] bytes, int length) {
    Crc crc = algorithm == null ? null : Crc.named(algorithm);
    if (crc != null) {
      return new BodyChecksum(algorithm, crc.text(crc.of(bytes, length)));
    }
    String digest = algorithm == null ? null : DIGESTS.get(algorithm);
    return digest == null
        ? new BodyChecksum(null, base64("MD5", bytes, length))
        : new BodyChecksum(algorithm, base64(digest, bytes, length));
  }

  public void applyTo(PutObjectRequest.Builder request) {
    if (algorithm == null) {
      request.contentMD5(value);
    } else {
      Checksums.set(request, algorithm, value);
    }
  }

  public void applyTo(UploadPartRequest.Builder request) {
    if (algorithm == null) {
      request.contentMD5(value);
    } else {
      Checksums.set(request, algorithm, value);
    }
  }

  private static String base64(String digest, byte[] bytes, int length) {
    return Base64.getEncoder().encodeToString(digest(digest, bytes, length));
  }

  /** Returns the MD5 in the form of an entity tag. */
  public static String hexMd5(byte[] bytes, int length) {
    return HexFormat.of().formatHex(digest("MD5", bytes, length));
  }

  private static byte[] digest(String name, byte[] bytes, int length) {
    MessageDigest digest = digest(name);
    digest.update(bytes, 0, length);
    return digest.digest();
  }

  /** Returns a new digest, which every JDK provides. */
  public static MessageDigest digest(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + name, e);
    }
  }
}
