package io.github.s3sync.simulation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One version of an object.
 *
 * @param id null in a bucket without versions
 * @param state null for a delete marker
 * @param eTag without quotes
 * @param lastModified in whole seconds, as S3 tells it
 * @param provenance what a two-way rule has added to the metadata; null for nothing
 */
record Version(
    @Nullable String id,
    @Nullable State state,
    String eTag,
    Instant lastModified,
    @Nullable String provenance) {

  State get() {
    if (state == null) {
      throw new IllegalStateException("a delete marker has no content");
    }
    return state;
  }
}
