package io.github.s3sync.reconcile.listing;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Describes an object as shown by a listing.
 *
 * @param key the key as stored
 * @param sizeBytes the size
 * @param eTag the entity tag, without quotes; null if the store does not list it
 * @param lastModified the time of the last change; null if the store does not list it
 * @since 0.1.0
 */
public record ListedObject(
    String key, long sizeBytes, @Nullable String eTag, @Nullable Instant lastModified) {

  /**
   * Checks the key.
   *
   * @throws NullPointerException if the key is null
   */
  public ListedObject {
    Objects.requireNonNull(key, "key");
  }
}
