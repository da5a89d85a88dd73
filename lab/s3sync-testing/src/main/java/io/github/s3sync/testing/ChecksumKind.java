package io.github.s3sync.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.zip.Checksum;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.checksums.DefaultChecksumAlgorithm;
import software.amazon.awssdk.checksums.SdkChecksum;
import software.amazon.awssdk.checksums.spi.ChecksumAlgorithm;

/** A checksum algorithm that S3 stores with an object. */
enum ChecksumKind {
  CRC32,
  CRC32C,
  SHA1,
  SHA256,
  CRC64NVME,
  SHA512,
  MD5,
  /**
   * The fake does not compute S3's values of this algorithm; its values are equal for equal
   * content.
   */
  XXHASH64;

  /** Returns the kind that a request names; null if it names none. */
  static @Nullable ChecksumKind named(@Nullable String name) {
    if (name == null) {
      return null;
    }
    for (ChecksumKind kind : values()) {
      if (kind.name().equals(name.toUpperCase(Locale.ROOT))) {
        return kind;
      }
    }
    throw Refusal.invalidRequest("Checksum algorithm provided is unsupported: " + name);
  }

  /** Returns the kind of the value that a request contains; null if it contains none. */
  static @Nullable ChecksumKind sent(S3Request request) {
    for (ChecksumKind kind : values()) {
      if (request.header(kind.header()) != null) {
        return kind;
      }
    }
    return null;
  }

  String header() {
    return "x-amz-checksum-" + name().toLowerCase(Locale.ROOT);
  }

  String element() {
    return "Checksum" + name();
  }

  /** Returns the default type of the kind for CreateMultipartUpload. */
  String multipartType() {
    return this == CRC64NVME ? ObjectChecksum.FULL_OBJECT : ObjectChecksum.COMPOSITE;
  }

  String of(Content content) {
    return Base64.getEncoder()
        .encodeToString(
            switch (this) {
              case CRC32 -> digest(DefaultChecksumAlgorithm.CRC32, content);
              case CRC32C -> digest(DefaultChecksumAlgorithm.CRC32C, content);
              case SHA1 -> digest(DefaultChecksumAlgorithm.SHA1, content);
              case SHA256 -> digest(DefaultChecksumAlgorithm.SHA256, content);
              case CRC64NVME -> update(new Crc64Nvme(), content).bytes();
              case SHA512 -> digest("SHA-512", content);
              case MD5 -> digest("MD5", content);
              case XXHASH64 -> Arrays.copyOf(digest("SHA-384", content), Long.BYTES);
            });
  }

  /** Returns whether the checksum of the object can be computed from those of its parts. */
  boolean addsUp() {
    return this == CRC32 || this == CRC32C || this == CRC64NVME;
  }

  private static byte[] digest(String algorithm, Content content) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      try (InputStream in = content.openFingerprint()) {
        byte[] buffer = new byte[1 << 16];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          digest.update(buffer, 0, n);
        }
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + algorithm, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] digest(ChecksumAlgorithm algorithm, Content content) {
    return update(SdkChecksum.forAlgorithm(algorithm), content).getChecksumBytes();
  }

  private static <T extends Checksum> T update(T checksum, Content content) {
    try (InputStream in = content.openFingerprint()) {
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        checksum.update(buffer, 0, n);
      }
      return checksum;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
