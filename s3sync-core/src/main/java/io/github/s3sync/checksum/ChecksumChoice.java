package io.github.s3sync.checksum;

import io.github.s3sync.event.Internal;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** Chooses the additional checksum of a replica whose rule does not set one. */
@Internal
public enum ChecksumChoice {
  /** The algorithm of the source: both are in the same store, so the store supports it. */
  OF_SOURCE,
  /** For a stream within one store: the algorithm of the source, if it can be computed here. */
  COMPUTED_OF_SOURCE,
  /**
   * For a stream to S3: the algorithm of the source, if it can be computed here; otherwise the one
   * that S3 would compute, so that S3 rejects bytes that were altered in transit.
   */
  COMPUTED_OF_SOURCE_OR_S3,
  /** None, because not every store supports additional checksums. */
  NONE;

  public @Nullable ChecksumAlgorithm of(HeadObjectResponse head) {
    ChecksumAlgorithm sources = Checksums.algorithmOf(head);
    return switch (this) {
      case OF_SOURCE -> sources;
      case COMPUTED_OF_SOURCE -> isComputed(sources) ? sources : null;
      case COMPUTED_OF_SOURCE_OR_S3 -> isComputed(sources) ? sources : ChecksumAlgorithm.CRC64_NVME;
      case NONE -> null;
    };
  }

  private static boolean isComputed(@Nullable ChecksumAlgorithm algorithm) {
    return algorithm != null && BodyChecksum.canCompute(algorithm);
  }
}
