package io.github.s3sync.simulation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One version of an object.
 *
 * @param id the ID; null in a bucket without versions
 * @param state the state; null for a delete marker
 * @param eTag the eTag, without quotes
 * @param lastModified the time in whole seconds, as S3 reports it
 * @param provenance the provenance that a two-way rule added to the metadata; null for none
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
