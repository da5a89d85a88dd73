package io.github.s3sync.testing;

import java.time.Instant;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * A multipart upload in progress.
 *
 * @param checksumKind null if the request named none
 * @param checksumType {@code FULL_OBJECT} or {@code COMPOSITE}; null with the kind
 * @param parts thread-safe; changed by the bucket only
 */
record Upload(
    String id,
    String key,
    ObjectProperties properties,
    @Nullable ChecksumKind checksumKind,
    @Nullable String checksumType,
    Instant initiated,
    SortedMap<Integer, Part> parts) {

  static Upload of(
      String id,
      String key,
      ObjectProperties properties,
      @Nullable ChecksumKind kind,
      @Nullable String type) {
    return new Upload(
        id, key, properties, kind, type, Instant.now(), new ConcurrentSkipListMap<>());
  }
}
