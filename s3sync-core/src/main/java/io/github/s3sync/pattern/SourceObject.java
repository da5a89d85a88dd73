package io.github.s3sync.pattern;

import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.key.ObjectRef;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Describes a source object to filters and mappings, as far as it is known without a request to S3.
 * Immutable.
 *
 * <p>Only the bucket and the key are always known. Size, eTag and time are those of the event. They
 * may be older than the object that is copied, and events of deletes do not have them.
 *
 * @since 0.1.0
 */
public final class SourceObject {

  private final ObjectRef ref;
  private final ObjectEvent event;

  private SourceObject(ObjectRef ref, ObjectEvent event) {
    this.ref = Objects.requireNonNull(ref, "ref");
    this.event = Objects.requireNonNull(event, "event");
  }

  /**
   * Returns the description of an object by its event.
   *
   * @param ref the bucket and the key as stored
   * @param event the event that reports the object
   * @return the description
   */
  public static SourceObject of(ObjectRef ref, ObjectEvent event) {
    return new SourceObject(ref, event);
  }

  /**
   * Returns the description of an object of which only the key is known.
   *
   * @param bucket the bucket's name
   * @param key the key as stored
   * @return the description, with the event {@link ObjectEvent#created}
   */
  public static SourceObject of(String bucket, String key) {
    return of(new ObjectRef(bucket, key), ObjectEvent.created(bucket, key));
  }

  /**
   * Returns the bucket and the key.
   *
   * @return the reference
   */
  public ObjectRef ref() {
    return ref;
  }

  /**
   * Returns the bucket.
   *
   * @return its name
   */
  public String bucket() {
    return ref.bucket();
  }

  /**
   * Returns the key.
   *
   * @return the key as stored
   */
  public String key() {
    return ref.key();
  }

  /**
   * Returns the event that reports the object.
   *
   * @return the event
   */
  public ObjectEvent event() {
    return event;
  }

  /**
   * Returns the size of the object according to the event.
   *
   * @return the size in bytes; null if unknown
   */
  public @Nullable Long sizeBytes() {
    return event.sizeBytes();
  }

  /**
   * Returns the entity tag of the object according to the event.
   *
   * @return the tag without quotes; null if unknown
   */
  public @Nullable String eTag() {
    return event.eTag();
  }

  /**
   * Returns the time of the change that the event reports.
   *
   * @return the time; null if unknown
   */
  public @Nullable Instant time() {
    return event.time();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SourceObject that && ref.equals(that.ref) && event.equals(that.event);
  }

  @Override
  public int hashCode() {
    return Objects.hash(ref, event);
  }

  /** Describes the object on one line. */
  @Override
  public String toString() {
    return ref.toString();
  }
}
