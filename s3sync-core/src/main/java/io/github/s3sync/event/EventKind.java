package io.github.s3sync.event;

import java.util.Map;

/**
 * What an event means for a replica.
 *
 * <p>Names are read against an allow-list, because a common prefix proves nothing: MinIO calls a
 * tag change {@code ObjectCreated:PutTagging}.
 *
 * @since 0.1.0
 */
public enum EventKind {
  /** New content stands at the key. */
  CREATED,
  /** An archived object can be read again. */
  RESTORED,
  /** The object, one of its versions, or its visibility went away. */
  REMOVED,
  /**
   * Anything else: metadata changes, storage class transitions, names this version does not know.
   */
  OTHER;

  private static final Map<String, EventKind> NOTIFICATIONS =
      Map.ofEntries(
          Map.entry("ObjectCreated:Put", CREATED),
          Map.entry("ObjectCreated:Post", CREATED),
          Map.entry("ObjectCreated:Copy", CREATED),
          Map.entry("ObjectCreated:CompleteMultipartUpload", CREATED),
          Map.entry("ObjectRestore:Completed", RESTORED),
          Map.entry("ObjectRemoved:Delete", REMOVED),
          Map.entry("ObjectRemoved:DeleteMarkerCreated", REMOVED),
          Map.entry("LifecycleExpiration:Delete", REMOVED),
          Map.entry("LifecycleExpiration:DeleteMarkerCreated", REMOVED));

  private static final Map<String, EventKind> DETAIL_TYPES =
      Map.of(
          "Object Created", CREATED,
          "Object Restore Completed", RESTORED,
          "Object Deleted", REMOVED);

  /**
   * The kind of an S3 event.
   *
   * @param eventName S3's {@code eventName}, without the {@code s3:} that some senders put before
   *     it
   * @return the kind; {@link #OTHER} for a name this version does not know
   */
  public static EventKind ofEventName(String eventName) {
    return NOTIFICATIONS.getOrDefault(eventName, OTHER);
  }

  /** The kind of an EventBridge {@code detail-type}. */
  static EventKind ofDetailType(String detailType) {
    return DETAIL_TYPES.getOrDefault(detailType, OTHER);
  }
}
