package io.github.s3sync.request;

import io.github.s3sync.event.Internal;
import io.github.s3sync.event.VersionId;
import org.jspecify.annotations.Nullable;

/**
 * Holds S3's answer about a replica that was written.
 *
 * @param sourceVersionId the version of the source that was copied; null in a bucket without
 *     versions
 */
@Internal
public record WriteResult(
    String eTag, @Nullable String versionId, @Nullable String sourceVersionId, int parts) {

  public WriteResult {
    versionId = VersionId.orNull(versionId);
    sourceVersionId = VersionId.orNull(sourceVersionId);
  }

  /** Returns this result with the eTag and version under which the store shows the replica. */
  public WriteResult named(String shownETag, @Nullable String shownVersionId) {
    return new WriteResult(
        shownETag, versionId == null ? shownVersionId : versionId, sourceVersionId, parts);
  }
}
