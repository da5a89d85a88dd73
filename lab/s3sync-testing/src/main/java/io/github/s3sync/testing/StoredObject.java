package io.github.s3sync.testing;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One version of an object, or a delete marker.
 *
 * @param eTag without quotes
 * @param headers the headers that HEAD returns, by lower-case name
 * @param acl the canned ACL that it was written with
 * @param partEnds where each part ends; empty unless uploaded in parts
 */
record StoredObject(
    String versionId,
    boolean deleteMarker,
    Content content,
    String eTag,
    Instant lastModified,
    Map<String, String> headers,
    Map<String, String> tags,
    String acl,
    @Nullable ObjectChecksum checksum,
    List<Long> partEnds,
    Restore restore) {

  /** The state of a restore from an archive. */
  enum Restore {
    NONE,
    ONGOING,
    DONE
  }

  static final String NULL_VERSION = "null";

  StoredObject {
    headers = Collections.unmodifiableMap(new TreeMap<>(headers));
    tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    partEnds = List.copyOf(partEnds);
  }

  /** Returns an object that is not in a bucket yet; the bucket sets its version and time. */
  static StoredObject draft(
      Content content,
      String eTag,
      ObjectProperties properties,
      @Nullable ObjectChecksum checksum,
      List<Long> partEnds) {
    return new StoredObject(
        NULL_VERSION,
        false,
        content,
        eTag,
        Instant.EPOCH,
        properties.headers(),
        properties.tags(),
        properties.acl(),
        checksum,
        partEnds,
        Restore.NONE);
  }

  static StoredObject marker() {
    ObjectProperties none = new ObjectProperties(Map.of(), Map.of(), "private");
    StoredObject draft = draft(Content.EMPTY, "", none, null, List.of());
    return new StoredObject(
        NULL_VERSION,
        true,
        draft.content,
        draft.eTag,
        draft.lastModified,
        draft.headers,
        draft.tags,
        draft.acl,
        null,
        List.of(),
        Restore.NONE);
  }

  StoredObject committed(String versionId) {
    // S3 stores whole seconds, which conditions on dates compare.
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    return new StoredObject(
        versionId,
        deleteMarker,
        content,
        eTag,
        now,
        headers,
        tags,
        acl,
        checksum,
        partEnds,
        restore);
  }

  StoredObject withTags(Map<String, String> tags) {
    return new StoredObject(
        versionId,
        deleteMarker,
        content,
        eTag,
        lastModified,
        headers,
        tags,
        acl,
        checksum,
        partEnds,
        restore);
  }

  /** Adds headers, or replaces them. */
  StoredObject withHeaders(Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(headers);
    all.putAll(more);
    return new StoredObject(
        versionId,
        deleteMarker,
        content,
        eTag,
        lastModified,
        all,
        tags,
        acl,
        checksum,
        partEnds,
        restore);
  }

  StoredObject withAcl(String acl) {
    return new StoredObject(
        versionId,
        deleteMarker,
        content,
        eTag,
        lastModified,
        headers,
        tags,
        acl,
        checksum,
        partEnds,
        restore);
  }

  StoredObject with(Restore restore) {
    return new StoredObject(
        versionId,
        deleteMarker,
        content,
        eTag,
        lastModified,
        headers,
        tags,
        acl,
        checksum,
        partEnds,
        restore);
  }

  String quotedETag() {
    return '"' + eTag + '"';
  }

  String storageClass() {
    return headers.getOrDefault("x-amz-storage-class", "STANDARD");
  }

  /** Returns whether its bytes are in an archive, with or without a restored copy. */
  boolean inArchive() {
    return storageClass().equals("GLACIER") || storageClass().equals("DEEP_ARCHIVE");
  }

  /** Returns whether its bytes cannot be read before a restore. */
  boolean archived() {
    return restore != Restore.DONE && inArchive();
  }
}
