package io.github.s3sync.copy;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * The checksum of all bytes of an object, as its store knows it.
 *
 * @param value in base64
 */
record FullChecksum(ChecksumAlgorithm algorithm, String value) {

  /** What HEAD said; null for nothing, or only of the parts that it was once uploaded in. */
  static @Nullable FullChecksum of(HeadObjectResponse head) {
    ChecksumAlgorithm algorithm = Checksums.algorithmOf(head);
    String value = algorithm == null ? null : Checksums.value(head, algorithm);
    // Behind a hyphen stands the number of parts.
    return algorithm == null
            || value == null
            || value.contains("-")
            || head.checksumType() == ChecksumType.COMPOSITE
        ? null
        : new FullChecksum(algorithm, value);
  }
}
