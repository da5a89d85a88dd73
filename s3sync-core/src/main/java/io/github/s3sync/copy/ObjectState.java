package io.github.s3sync.copy;

import io.github.s3sync.event.VersionId;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * An object as HEAD showed it.
 *
 * @param eTag the entity tag, without quotes
 * @param sizeBytes its size
 * @param lastModified its time; null if the store does not say
 * @param versionId its version; null in a bucket without versions
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
