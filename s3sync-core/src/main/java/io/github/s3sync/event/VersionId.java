package io.github.s3sync.event;

import org.jspecify.annotations.Nullable;

/**
 * Ids of versions. The literal {@code null} is what S3 calls the version of a bucket whose
 * versioning is suspended, or of an object older than it. Each write replaces that version, so it
 * identifies no write.
 *
 * @since 0.1.0
 */
public final class VersionId {

  private VersionId() {}

  /**
   * Returns an id that identifies one version for good.
   *
   * @param id what S3 said
   * @return the id; null if there is none, or if it is the literal {@code null}
   */
  public static @Nullable String orNull(@Nullable String id) {
    return id == null || id.isEmpty() || id.equals("null") ? null : id;
  }
}
