package io.github.s3sync.copy;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** Which additional checksum a replica gets where its rule asks for none. */
enum ChecksumChoice {
  /** The source's own, since both are in one store, which knows it. */
  OF_SOURCE,
  /** For a stream within one store: the source's own, if it can be computed here. */
  COMPUTED_OF_SOURCE,
  /**
   * For a stream to S3: the source's own, if it can be computed here, or else the one that S3 would
   * compute by itself, so that S3 refuses bytes that changed on their way.
   */
  COMPUTED_OF_SOURCE_OR_S3,
  /** None: not every store knows any. */
  NONE;

  @Nullable ChecksumAlgorithm of(HeadObjectResponse head) {
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
