package io.github.s3sync.event;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Describes one change of one key, as its sender reported it. An event is a hint that the key
 * changed, not a command: events arrive late, twice and out of order. Immutable.
 *
 * <p>A value that the sender did not provide is null, never {@code ""} or {@code 0}.
 *
 * @since 0.1.0
 */
public final class ObjectEvent {

  private final EventSource source;
  private final EventKind kind;
  private final String name;
  private final String bucket;
  private final String rawKey;
  private final @Nullable Long sizeBytes;
  private final @Nullable String eTag;
  private final @Nullable String versionId;
  private final @Nullable String sequencer;
  private final @Nullable Instant time;
  private final @Nullable String region;
  private final @Nullable String requester;
  private final @Nullable String id;

  ObjectEvent(ObjectEventBuilder builder) {
    this.source = builder.source;
    this.kind = builder.kind;
    this.name = builder.name;
    this.bucket = builder.bucket;
    this.rawKey = builder.rawKey;
    this.sizeBytes = Hints.size(builder.sizeBytes);
    this.eTag = Hints.eTag(builder.eTag);
    this.versionId = VersionId.orNull(builder.versionId);
    this.sequencer = builder.sequencer;
    this.time = builder.time;
    this.region = builder.region;
    this.requester = builder.requester;
    this.id = builder.id;
  }

  /**
   * Returns a builder for an event of which only the required properties are known.
   *
   * @param source the sender
   * @param kind the effect on a replica
   * @param bucket the bucket's name
   * @param rawKey the key in the encoding of the sender, see {@link EventSource#keyEncoding}
   * @return the builder
   */
  public static ObjectEventBuilder builder(
      EventSource source, EventKind kind, String bucket, String rawKey) {
    return new ObjectEventBuilder(source, kind, bucket, rawKey);
  }

  /**
   * Returns an event for an object that was created or changed, for callers that know only the key.
   *
   * @param bucket the bucket's name
   * @param key the key as stored, which is not decoded
   * @return a {@link EventKind#CREATED} event of {@link EventSource#DIRECT}
   */
  public static ObjectEvent created(String bucket, String key) {
    return builder(EventSource.DIRECT, EventKind.CREATED, bucket, key).build();
  }

  /**
   * Returns an event for an object that was created or changed, for callers that also know when.
   *
   * @param bucket the bucket's name
   * @param key the key as stored, which is not decoded
   * @param time the event's time, which keys can contain; null if it is not known
   * @return a {@link EventKind#CREATED} event of {@link EventSource#DIRECT}
   */
  public static ObjectEvent created(String bucket, String key, @Nullable Instant time) {
    return builder(EventSource.DIRECT, EventKind.CREATED, bucket, key).time(time).build();
  }

  /**
   * Returns an event for an object that was removed, for callers that know only the key. The source
   * is looked up first. If it exists, nothing is deleted.
   *
   * @param bucket the bucket's name
   * @param key the key as stored, which is not decoded
   * @return a {@link EventKind#REMOVED} event of {@link EventSource#DIRECT}
   */
  public static ObjectEvent removed(String bucket, String key) {
    return builder(EventSource.DIRECT, EventKind.REMOVED, bucket, key).build();
  }

  /**
   * Returns the sender.
   *
   * @return the sender, which determines how the key is encoded
   */
  public EventSource source() {
    return source;
  }

  /**
   * Returns the effect of the event on a replica.
   *
   * @return the kind
   */
  public EventKind kind() {
    return kind;
  }

  /**
   * Returns the sender's own name for the event.
   *
   * @return the name, such as {@code ObjectCreated:Put}, {@code Object Created} or, with
   *     EventBridge's {@code deletion-type}, {@code Object Deleted (Permanently Deleted)}
   */
  public String name() {
    return name;
  }

  /**
   * Returns the bucket.
   *
   * @return its name; empty only if the kind is {@link EventKind#OTHER} or {@link
   *     EventKind#UNKNOWN}
   */
  public String bucket() {
    return bucket;
  }

  /**
   * Returns the key as sent.
   *
   * @return the key, still encoded if {@link EventSource#encodesKeys()}; empty only if the kind is
   *     {@link EventKind#OTHER} or {@link EventKind#UNKNOWN}
   */
  public String rawKey() {
    return rawKey;
  }

  /**
   * Returns the size of the object.
   *
   * @return the size in bytes; null if unknown
   */
  public @Nullable Long sizeBytes() {
    return sizeBytes;
  }

  /**
   * Returns the entity tag of the object.
   *
   * @return the tag without quotes; null if unknown
   */
  public @Nullable String eTag() {
    return eTag;
  }

  /**
   * Returns the version of the object in a versioned bucket.
   *
   * @return the version ID; null if unknown or if versioning is suspended
   */
  public @Nullable String versionId() {
    return versionId;
  }

  /**
   * Returns the sequencer, which grows with each change of the same key.
   *
   * @return a hexadecimal number; null if unknown
   */
  public @Nullable String sequencer() {
    return sequencer;
  }

  /**
   * Returns the time of the change.
   *
   * @return the time; null if unknown
   */
  public @Nullable Instant time() {
    return time;
  }

  /**
   * Returns the Region of the bucket.
   *
   * @return the Region; null if unknown
   */
  public @Nullable String region() {
    return region;
  }

  /**
   * Returns the principal or account that caused the change.
   *
   * @return the requester; null if unknown
   */
  public @Nullable String requester() {
    return requester;
  }

  /**
   * Returns the sender's identifier of the event.
   *
   * @return an EventBridge {@code id} or a batch {@code taskId}; null if there is none
   */
  public @Nullable String id() {
    return id;
  }

  /**
   * Tells whether the event reports a new delete marker, which hides an object and destroys
   * nothing. Any other {@link EventKind#REMOVED} event with a version may report the deletion of
   * that version, which may have made an older version the current one.
   *
   * @return true if it reports a delete marker; false also if the sender does not say
   */
  public boolean isDeleteMarker() {
    return EventNames.isDeleteMarker(name);
  }

  /**
   * Returns the principal that caused the change, as its sender writes it. S3 itself writes {@code
   * AWS:} and the principal's unique ID, for a role {@code AWS:AROAEXAMPLE:session}.
   *
   * @return the principal; null if the sender does not report it: the {@code requester} of
   *     EventBridge is an account or a service
   * @see <a
   *     href="https://docs.aws.amazon.com/transfer/latest/userguide/post-processing-upload.html">a
   *     role in a notification</a>
   * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/with-s3.html">a user in one</a>
   * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html">the
   *     requester on EventBridge</a>
   */
  public @Nullable String principal() {
    return source.isNotification() ? requester : null;
  }

  /**
   * Returns a builder with the values of this event.
   *
   * @return the builder
   */
  public ObjectEventBuilder toBuilder() {
    return new ObjectEventBuilder(source, kind, bucket, rawKey)
        .name(name)
        .sizeBytes(sizeBytes)
        .eTag(eTag)
        .versionId(versionId)
        .sequencer(sequencer)
        .time(time)
        .region(region)
        .requester(requester)
        .id(id);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ObjectEvent that && values().equals(that.values());
  }

  @Override
  public int hashCode() {
    return values().hashCode();
  }

  /** Returns all values, of which some are null. */
  private List<@Nullable Object> values() {
    return Arrays.asList(
        source, kind, name, bucket, rawKey, sizeBytes, eTag, versionId, sequencer, time, region,
        requester, id);
  }

  /**
   * Describes the event for logs.
   *
   * @return one line, with control characters escaped and long values truncated
   */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(LogText.of(name, 100));
    text.append(" of s3://").append(LogText.of(bucket, 100));
    text.append('/').append(LogText.of(rawKey, 1_100)).append(" (").append(source);
    append(text, "size", sizeBytes);
    append(text, "eTag", eTag);
    append(text, "version", versionId);
    append(text, "sequencer", sequencer);
    append(text, "time", time);
    append(text, "id", id);
    return text.append(')').toString();
  }

  private static void append(StringBuilder text, String property, @Nullable Object value) {
    if (value != null) {
      text.append(", ").append(property).append(' ').append(LogText.of(value.toString(), 100));
    }
  }
}
