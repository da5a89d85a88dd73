package io.github.s3sync.simulation;

import io.github.s3sync.checksum.Checksums;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** The additional checksum that HEAD shows of objects whose eTag is not a digest of their bytes. */
enum ShownChecksum {
  NONE(null),
  SHA256("SHA-256"),
  MD5("MD5"),
  SHA512("SHA-512"),
  /** Not computed by s3sync. */
  XXHASH64(null),
  /** An algorithm that the AWS SDK does not support: HEAD only shows the type. */
  OF_THE_FUTURE(null);

  /** Those that the AWS SDK in use supports, and the two that need no support. */
  private static final List<ShownChecksum> POSSIBLE =
      Stream.of(values())
          .filter(sum -> sum == NONE || sum == OF_THE_FUTURE || sum.isKnown())
          .toList();

  /** The name of the digest in the JDK; null if it is not computed. */
  private final @Nullable String digest;

  ShownChecksum(@Nullable String digest) {
    this.digest = digest;
  }

  static ShownChecksum of(int number) {
    return POSSIBLE.get(number % POSSIBLE.size());
  }

  /** Returns this algorithm, or SHA-256 if the AWS SDK in use does not support it. */
  ShownChecksum orKnown() {
    return isKnown() ? this : SHA256;
  }

  /** Tells whether it shows that an object has other bytes. */
  boolean showsBytes(Version version) {
    return digest != null && !isInParts(version);
  }

  void applyTo(HeadObjectResponse.Builder head, Version version) {
    if (this == NONE) {
      return;
    }
    head.checksumType(isInParts(version) ? ChecksumType.COMPOSITE : ChecksumType.FULL_OBJECT);
    if (isKnown()) {
      String parts = isInParts(version) ? "-2" : "";
      Checksums.set(head, algorithm(), value(version.get().content().bytes()) + parts);
    }
  }

  private String value(byte[] bytes) {
    try {
      byte[] sum = MessageDigest.getInstance(digest == null ? "MD5" : digest).digest(bytes);
      return Base64.getEncoder().encodeToString(digest == null ? Arrays.copyOf(sum, 8) : sum);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private ChecksumAlgorithm algorithm() {
    return ChecksumAlgorithm.fromValue(name());
  }

  private boolean isKnown() {
    return algorithm() != ChecksumAlgorithm.UNKNOWN_TO_SDK_VERSION;
  }

  private static boolean isInParts(Version version) {
    return version.eTag().contains("-");
  }
}
