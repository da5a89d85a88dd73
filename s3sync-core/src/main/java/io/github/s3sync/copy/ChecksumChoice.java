package io.github.s3sync.copy;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** Which additional checksum a replica gets where its rule asks for none. */
enum ChecksumChoice {
  /** The source's own, since both are in one store, which knows it. */
  OF_SOURCE,
  /**
   * The source's own or else the one that S3 would compute by itself, so that S3 refuses bytes that
   * changed on their way.
   */
  OF_SOURCE_OR_S3,
  /** None: not every store knows any. */
  NONE;

  @Nullable ChecksumAlgorithm of(HeadObjectResponse head) {
    ChecksumAlgorithm sources = ReplicaProperties.checksumOf(head);
    return switch (this) {
      case OF_SOURCE -> sources;
      case OF_SOURCE_OR_S3 -> sources == null ? ChecksumAlgorithm.CRC64_NVME : sources;
      case NONE -> null;
    };
  }
}
