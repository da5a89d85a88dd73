package io.github.s3sync.transfer;

import io.github.s3sync.event.VersionId;
import io.github.s3sync.request.PartsETag;
import io.github.s3sync.request.Source;
import io.github.s3sync.request.WriteResult;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Determines the eTag under which a store shows the replica of one execution. Some stores answer a
 * copy without an eTag, or with another one.
 */
final class ReplicaIdentity {

  private boolean eTagDiffered;

  /** Adds the eTag that some stores leave out of the answer, if it can be computed. */
  static WriteResult created(WriteResult written, List<CompletedPart> parts) {
    String eTag = written.eTag().isEmpty() ? PartsETag.of(parts) : null;
    return eTag == null ? written : written.named(eTag, null);
  }

  /**
   * Returns the replica with the eTag and version that HEAD shows, if the answer lacked the eTag or
   * if the store shows objects under another eTag than it answers.
   */
  WriteResult named(WriteResult written, @Nullable HeadObjectResponse replica) {
    return replica == null || !(written.eTag().isEmpty() || isRenamed(written, replica))
        ? written
        : written.named(Source.unquoted(replica.eTag()), replica.versionId());
  }

  /**
   * Tells whether another eTag is that of the same object. Without versions, it may as well be that
   * of another writer's object, unless a second copy ends in the same way.
   */
  private boolean isRenamed(WriteResult written, HeadObjectResponse replica) {
    if (Source.unquoted(replica.eTag()).equals(written.eTag())) {
      return false;
    }
    String shown = VersionId.orNull(replica.versionId());
    if (written.versionId() != null && shown != null) {
      return written.versionId().equals(shown);
    }
    boolean again = eTagDiffered;
    eTagDiffered = true;
    return again;
  }
}
