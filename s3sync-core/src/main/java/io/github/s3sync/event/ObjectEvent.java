package io.github.s3sync.event;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Describes one change of one key, as reported by its sender. An event is a hint that the key
 * changed, not a command: events arrive late, twice and out of order.
 *
 * <p>A value that the sender does not report is null, never {@code ""} or {@code 0}.
 *
 * @param source the sender
 * @param kind the meaning for a replica
 * @param name the sender's name of the event, such as {@code ObjectCreated:Put}, {@code Object
 *     Created} or, with EventBridge's {@code deletion-type}, {@code Object Deleted (Permanently
 *     Deleted)}
 * @param bucket the bucket's name; empty only if {@code kind} is {@link EventKind#OTHER} or {@link
 *     EventKind#UNKNOWN}
 * @param rawKey the key as sent, still encoded if {@link EventSource#encodesKeys()}; empty only if
 *     {@code kind} is {@link EventKind#OTHER} or {@link EventKind#UNKNOWN}
 * @param sizeBytes the object's size
 * @param eTag the entity tag, without quotes
 * @param versionId the version in a versioned bucket; null if versioning is suspended, see {@link
 *     VersionId}
 * @param sequencer a hexadecimal number that grows with each change of the same key
 * @param time when the change happened
 * @param region the bucket's Region
 * @param requester the principal or account that caused the change
 * @param id the sender's id of this record: an EventBridge {@code id} or a batch {@code taskId}
 * @since 0.1.0
 */
public record ObjectEvent(
    EventSource source,
    EventKind kind,
    String name,
    String bucket,
    String rawKey,
    @Nullable Long sizeBytes,
    @Nullable String eTag,
    @Nullable String versionId,
    @Nullable String sequencer,
    @Nullable Instant time,
    @Nullable String region,
    @Nullable String requester,
    @Nullable String id) {

  /**
   * Checks that the required components are present.
   *
   * @throws NullPointerException if one of the first five components is null
   */
  public ObjectEvent {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(bucket, "bucket");
    Objects.requireNonNull(rawKey, "rawKey");
    versionId = VersionId.orNull(versionId);
  }

  /**
   * Tells whether the event reports a new delete marker, which hides an object and destroys
   * nothing. Any other {@link EventKind#REMOVED} event with a version may report a version that was
   * permanently deleted, so that an older version is now the current one.
   *
   * @return true if it does; false also if the sender does not report it
   */
  public boolean isDeleteMarker() {
    return EventNames.isDeleteMarker(name);
  }

  /**
   * Returns the principal that caused the change, as its sender writes it. S3 itself writes {@code
   * AWS:} followed by the unique ID of the principal, for a role {@code AWS:AROAEXAMPLE:session}.
   *
   * @return the principal; null if the sender does not report it: EventBridge's {@code requester}
   *     is an account or a service
   * @see <a
   *     href="https://docs.aws.amazon.com/transfer/latest/userguide/post-processing-upload.html">a
   *     role in a notification</a>
   * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/with-s3.html">a user in one</a>
   * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html">the
   *     requester on EventBridge</a>
   */
  public @Nullable String principal() {
    return source == EventSource.EVENT_BRIDGE ? null : requester;
  }

  /**
   * Returns an event for a key as stored, for callers that know only the bucket and key.
   *
   * @param bucket the bucket's name
   * @param key the key as stored; it is not decoded
   * @return a {@link EventKind#CREATED} event
   */
  public static ObjectEvent created(String bucket, String key) {
    return created(bucket, key, null);
  }

  /**
   * Returns an event for a key as stored, for callers that also know when the object was written.
   *
   * @param bucket the bucket's name
   * @param key the key as stored; it is not decoded
   * @param time the event's time, which keys can contain; null if it is not known
   * @return a {@link EventKind#CREATED} event
   */
  public static ObjectEvent created(String bucket, String key, @Nullable Instant time) {
    return new ObjectEvent(
        EventSource.EVENT_BRIDGE,
        EventKind.CREATED,
        "Object Created",
        bucket,
        key,
        null,
        null,
        null,
        null,
        time,
        null,
        null,
        null);
  }

  /**
   * Describes the event for logs.
   *
   * @return one line, with control characters escaped and long values shortened
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

  private static void append(StringBuilder text, String what, @Nullable Object value) {
    if (value != null) {
      text.append(", ").append(what).append(' ').append(LogText.of(value.toString(), 100));
    }
  }
}
