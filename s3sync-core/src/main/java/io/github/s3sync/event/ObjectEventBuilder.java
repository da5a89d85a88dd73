package io.github.s3sync.event;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Builds an {@link ObjectEvent}. Properties that are not set are unknown. Not thread-safe.
 *
 * @since 0.1.0
 */
public final class ObjectEventBuilder {

  final EventSource source;
  final EventKind kind;
  final String bucket;
  final String rawKey;
  String name;
  @Nullable Long sizeBytes;
  @Nullable String eTag;
  @Nullable String versionId;
  @Nullable String sequencer;
  @Nullable Instant time;
  @Nullable String region;
  @Nullable String requester;
  @Nullable String id;

  ObjectEventBuilder(EventSource source, EventKind kind, String bucket, String rawKey) {
    this.source = Objects.requireNonNull(source, "source");
    this.kind = Objects.requireNonNull(kind, "kind");
    this.bucket = Objects.requireNonNull(bucket, "bucket");
    this.rawKey = Objects.requireNonNull(rawKey, "rawKey");
    this.name = EventNames.nameOf(kind);
  }

  /**
   * Sets the sender's own name for the event.
   *
   * @param eventName the name; by default EventBridge's name for the kind, such as {@code Object
   *     Created}
   * @return this
   */
  public ObjectEventBuilder name(String eventName) {
    this.name = Objects.requireNonNull(eventName, "eventName");
    return this;
  }

  /**
   * Sets the size of the object.
   *
   * @param size the size in bytes; null if unknown, which a negative size counts as
   * @return this
   */
  public ObjectEventBuilder sizeBytes(@Nullable Long size) {
    this.sizeBytes = size;
    return this;
  }

  /**
   * Sets the entity tag of the object.
   *
   * @param tag the tag, whose quotes are removed; null if unknown, which a tag counts as that no
   *     condition can name: an empty or weak one
   * @return this
   */
  public ObjectEventBuilder eTag(@Nullable String tag) {
    this.eTag = tag;
    return this;
  }

  /**
   * Sets the version of the object.
   *
   * @param version the version ID; null if unknown
   * @return this
   */
  public ObjectEventBuilder versionId(@Nullable String version) {
    this.versionId = version;
    return this;
  }

  /**
   * Sets the sequencer.
   *
   * @param number a hexadecimal number that grows with each change of the same key; null if unknown
   * @return this
   */
  public ObjectEventBuilder sequencer(@Nullable String number) {
    this.sequencer = number;
    return this;
  }

  /**
   * Sets the time of the change.
   *
   * @param changed the time; null if unknown
   * @return this
   */
  public ObjectEventBuilder time(@Nullable Instant changed) {
    this.time = changed;
    return this;
  }

  /**
   * Sets the Region of the bucket.
   *
   * @param regionName the Region, such as {@code eu-west-1}; null if unknown
   * @return this
   */
  public ObjectEventBuilder region(@Nullable String regionName) {
    this.region = regionName;
    return this;
  }

  /**
   * Sets the principal or account that caused the change.
   *
   * @param principal the requester; null if unknown
   * @return this
   */
  public ObjectEventBuilder requester(@Nullable String principal) {
    this.requester = principal;
    return this;
  }

  /**
   * Sets the sender's identifier of the event.
   *
   * @param identifier the identifier; null if there is none
   * @return this
   */
  public ObjectEventBuilder id(@Nullable String identifier) {
    this.id = identifier;
    return this;
  }

  /**
   * Builds the event.
   *
   * @return the event
   */
  public ObjectEvent build() {
    return new ObjectEvent(this);
  }
}
