package io.github.s3sync.copy;

import io.github.s3sync.event.VersionId;
import org.jspecify.annotations.Nullable;

/**
 * Holds S3's answer about a replica that was written.
 *
 * @param sourceVersionId the version of the source that was copied; null in a bucket without
 *     versions
 */
record WriteResult(
    String eTag, @Nullable String versionId, @Nullable String sourceVersionId, int parts) {

  WriteResult {
    versionId = VersionId.orNull(versionId);
    sourceVersionId = VersionId.orNull(sourceVersionId);
  }
}
