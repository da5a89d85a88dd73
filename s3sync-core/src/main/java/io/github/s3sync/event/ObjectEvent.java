package io.github.s3sync.event;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One change of one key, as its sender described it. A hint that the key changed, not a command:
 * events come late, twice and out of order.
 *
 * <p>What the sender did not say is null, never {@code ""} or {@code 0}.
 *
 * @param source who sent it
 * @param kind what it means for a replica
 * @param name the sender's own name for it, such as {@code ObjectCreated:Put}, {@code Object
 *     Created} or, with EventBridge's {@code deletion-type}, {@code Object Deleted (Permanently
 *     Deleted)}
 * @param bucket the bucket's name; empty only where {@code kind} is {@link EventKind#OTHER} or
 *     {@link EventKind#UNKNOWN}
 * @param rawKey the key as sent, still encoded if {@link EventSource#encodesKeys()}; empty only
 *     where {@code kind} is {@link EventKind#OTHER} or {@link EventKind#UNKNOWN}
 * @param sizeBytes the object's size
 * @param eTag the entity tag, without quotes
 * @param versionId the version in a versioned bucket; null where versioning is suspended, see
 *     {@link VersionId}
 * @param sequencer a hexadecimal number that grows with each change of the same key
 * @param time when the change happened
 * @param region the bucket's Region
 * @param requester the principal or account that caused the change
 * @param id the sender's own identity for this record: an EventBridge {@code id} or a batch {@code
 *     taskId}
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
   * Checks that what every event has is there.
   *
   * @throws NullPointerException if one of the first five is null
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
   * Whether it tells of a new delete marker, which hides an object and destroys nothing. Any other
   * {@link EventKind#REMOVED} event with a version may tell of one that is gone for good, and of an
   * older one that is the current one now.
   *
   * @return false, too, where the sender does not say
   */
  public boolean isDeleteMarker() {
    return EventNames.isDeleteMarker(name);
  }

  /**
   * The principal that caused the change, as its sender writes it. S3 itself writes {@code AWS:}
   * and the principal's unique id, for a role {@code AWS:AROAEXAMPLE:session}.
   *
   * @return the principal; null where the sender does not say: EventBridge's {@code requester} is
   *     an account or a service
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
   * An event for a key as stored that carries nothing else, for callers who know only what changed.
   *
   * @param bucket the bucket's name
   * @param key the key as stored; it will not be decoded
   * @return a {@link EventKind#CREATED} event
   */
  public static ObjectEvent created(String bucket, String key) {
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
        null,
        null,
        null,
        null);
  }

  /**
   * For people and logs.
   *
   * @return one line, with control characters escaped and long values cut
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
