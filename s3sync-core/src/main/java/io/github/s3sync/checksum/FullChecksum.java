package io.github.s3sync.checksum;

import io.github.s3sync.event.Internal;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Holds the checksum of all bytes of an object, as reported by its store.
 *
 * @param value the value in base64
 */
@Internal
public record FullChecksum(ChecksumAlgorithm algorithm, String value) {

  /**
   * Returns the checksum from HEAD; null if there is none, or only a checksum of the uploaded
   * parts.
   */
  public static @Nullable FullChecksum of(HeadObjectResponse head) {
    ChecksumAlgorithm algorithm = Checksums.algorithmOf(head);
    String value = algorithm == null ? null : Checksums.value(head, algorithm);
    // A hyphen precedes the number of parts.
    return algorithm == null
            || value == null
            || value.contains("-")
            || head.checksumType() == ChecksumType.COMPOSITE
        ? null
        : new FullChecksum(algorithm, value);
  }
}
