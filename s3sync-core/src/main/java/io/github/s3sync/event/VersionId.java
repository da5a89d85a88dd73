package io.github.s3sync.event;

import org.jspecify.annotations.Nullable;

/**
 * Normalizes version IDs. S3 uses the literal {@code null} for versions in a bucket whose
 * versioning is suspended, and for objects from before versioning was enabled. Each write replaces
 * that version, so it does not identify a write.
 *
 * @since 0.1.0
 */
@Internal
public final class VersionId {

  private VersionId() {}

  /**
   * Returns an ID that permanently identifies one version.
   *
   * @param id the ID from S3
   * @return the ID; null if there is none, or if it is the literal {@code null}
   */
  public static @Nullable String orNull(@Nullable String id) {
    return id == null || id.isEmpty() || id.equals("null") ? null : id;
  }
}
