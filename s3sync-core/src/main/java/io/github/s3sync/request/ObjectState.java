package io.github.s3sync.request;

import io.github.s3sync.event.VersionId;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Holds the state of an object as reported by HEAD.
 *
 * @param eTag the entity tag, without quotes
 * @param sizeBytes the size
 * @param lastModified the time of the last change; null if the store does not report it
 * @param versionId the version; null in a bucket without versions
 * @since 0.1.0
 */
public record ObjectState(
    String eTag, long sizeBytes, @Nullable Instant lastModified, @Nullable String versionId) {

  /**
   * Checks the eTag.
   *
   * @throws NullPointerException if it is null
   */
  public ObjectState {
    Objects.requireNonNull(eTag, "eTag");
  }

  static ObjectState of(HeadObjectResponse head) {
    return new ObjectState(
        Source.unquoted(head.eTag()),
        head.contentLength(),
        head.lastModified(),
        VersionId.orNull(head.versionId()));
  }
}
