package io.github.s3sync.copy;

import io.github.s3sync.event.VersionId;
import org.jspecify.annotations.Nullable;

/**
 * What S3 said of a replica that it made.
 *
 * @param sourceVersionId which version of the source it is of; null where there are none
 */
record Written(
    String eTag, @Nullable String versionId, @Nullable String sourceVersionId, int parts) {

  Written {
    versionId = VersionId.orNull(versionId);
    sourceVersionId = VersionId.orNull(sourceVersionId);
  }
}
