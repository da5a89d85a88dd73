package io.github.s3sync.event;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Maps the event names of all senders to kinds.
 *
 * <p>A prefix does not determine the kind: MinIO calls a change of tags {@code
 * ObjectCreated:PutTagging}. For other senders, mainly S3, an unknown name is classified by its
 * prefix. An event is a hint, so an unnecessary copy costs a request, while an ignored event costs
 * the object. Names are compared without case, because Ceph's documentation and source differ in
 * case.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html">S3:
 *     supported event types</a>
 * @see <a href="https://docs.ceph.com/en/latest/radosgw/s3-notification-compatibility/">Ceph: event
 *     types</a>
 * @see <a href="https://github.com/minio/minio/blob/master/internal/event/name.go">MinIO: names</a>
 */
final class EventNames {

  private static final Map<String, EventKind> NOTIFICATIONS =
      Map.ofEntries(
          Map.entry("objectcreated:put", EventKind.CREATED),
          Map.entry("objectcreated:post", EventKind.CREATED),
          Map.entry("objectcreated:copy", EventKind.CREATED),
          Map.entry("objectcreated:completemultipartupload", EventKind.CREATED),
          Map.entry("objectcreated:puttagging", EventKind.OTHER),
          Map.entry("objectcreated:deletetagging", EventKind.OTHER),
          Map.entry("objectcreated:putretention", EventKind.OTHER),
          Map.entry("objectcreated:putlegalhold", EventKind.OTHER),
          Map.entry("objectsynced:create", EventKind.CREATED),
          Map.entry("replication:create", EventKind.CREATED),
          Map.entry("objectrestore:completed", EventKind.RESTORED),
          Map.entry("objectrestore:post", EventKind.OTHER),
          Map.entry("objectrestore:delete", EventKind.OTHER),
          Map.entry("objectremoved:delete", EventKind.REMOVED),
          Map.entry("objectremoved:deletemarkercreated", EventKind.REMOVED),
          Map.entry("objectremoved:deleteallversions", EventKind.REMOVED),
          Map.entry("objectremoved:noop", EventKind.OTHER),
          Map.entry("lifecycleexpiration:delete", EventKind.REMOVED),
          Map.entry("lifecycleexpiration:deletemarkercreated", EventKind.REMOVED),
          Map.entry("lifecycledelmarkerexpiration:delete", EventKind.REMOVED),
          Map.entry("objectlifecycle:expiration:current", EventKind.REMOVED),
          Map.entry("objectlifecycle:expiration:deletemarker", EventKind.REMOVED),
          Map.entry("objectlifecycle:expiration:noncurrent", EventKind.OTHER),
          Map.entry("objectlifecycle:expiration:abortmultipartupload", EventKind.OTHER),
          Map.entry("objectlifecycle:expiration:abortmpu", EventKind.OTHER),
          Map.entry("objectsynced:delete", EventKind.REMOVED),
          Map.entry("objectsynced:deletionmarkercreated", EventKind.REMOVED),
          Map.entry("replication:delete", EventKind.REMOVED),
          Map.entry("replication:deletionmarkercreated", EventKind.REMOVED),
          Map.entry("reducedredundancylostobject", EventKind.OTHER));

  /** Prefixes of names that never affect content. */
  private static final List<String> IGNORED =
      List.of(
          "objecttagging",
          "objectacl",
          "objectannotation",
          "objectretention",
          "objectlegalhold",
          "objectaccessed",
          "objecttransition",
          "objectlifecycle:transition",
          "lifecycletransition",
          "intelligenttiering",
          "replication:",
          "scanner",
          "bucketcreated",
          "bucketremoved");

  private static final Map<String, EventKind> DETAIL_TYPES =
      Map.ofEntries(
          Map.entry("object created", EventKind.CREATED),
          Map.entry("object restore completed", EventKind.RESTORED),
          Map.entry("object deleted", EventKind.REMOVED),
          Map.entry("object restore initiated", EventKind.OTHER),
          Map.entry("object restore expired", EventKind.OTHER),
          Map.entry("object storage class changed", EventKind.OTHER),
          Map.entry("object access tier changed", EventKind.OTHER),
          Map.entry("object acl updated", EventKind.OTHER),
          Map.entry("object tags added", EventKind.OTHER),
          Map.entry("object tags deleted", EventKind.OTHER),
          Map.entry("object annotation created", EventKind.OTHER),
          Map.entry("object annotation removed", EventKind.OTHER),
          Map.entry("object annotation deleted", EventKind.OTHER));

  private static final Set<String> DELETE_MARKERS =
      Set.of(
          "objectremoved:deletemarkercreated",
          "lifecycleexpiration:deletemarkercreated",
          "objectsynced:deletionmarkercreated",
          "replication:deletionmarkercreated",
          "object deleted (delete marker created)");

  private static final Logger log = LoggerFactory.getLogger(EventReader.class);
  static final UnknownNames UNKNOWN = new UnknownNames();

  private EventNames() {}

  /**
   * Returns the kind of a notification by its name, without the {@code s3:} that some senders add.
   */
  static EventKind kindOf(EventSource source, String name) {
    String folded = name.toLowerCase(Locale.ROOT);
    EventKind kind = NOTIFICATIONS.get(folded);
    if (kind != null && !isMinioNameFromS3(kind, folded, source)) {
      return kind;
    }
    if (kind == null && IGNORED.stream().anyMatch(folded::startsWith)) {
      return EventKind.OTHER;
    }
    kind = callsChangesCreations(source) ? EventKind.UNKNOWN : byPrefix(folded);
    report(source, name, kind);
    return kind;
  }

  /** Returns the kind of an EventBridge {@code detail-type}. */
  static EventKind kindOfDetailType(String detailType) {
    EventKind kind = DETAIL_TYPES.get(detailType.toLowerCase(Locale.ROOT));
    if (kind == null) {
      report(EventSource.EVENT_BRIDGE, detailType, EventKind.UNKNOWN);
      return EventKind.UNKNOWN;
    }
    return kind;
  }

  /** Returns EventBridge's name for a kind, which is used for events without a name. */
  static String nameOf(EventKind kind) {
    return switch (kind) {
      case CREATED -> "Object Created";
      case RESTORED -> "Object Restore Completed";
      case REMOVED -> "Object Deleted";
      case OTHER, UNKNOWN -> "Unnamed";
    };
  }

  static boolean isDeleteMarker(String name) {
    return DELETE_MARKERS.contains(name.toLowerCase(Locale.ROOT));
  }

  private static void report(EventSource source, String name, EventKind kind) {
    String line = UNKNOWN.report(source, name, kind);
    if (line != null) {
      log.warn("{}", line);
    }
  }

  /** Tells whether S3 sent a name that only MinIO uses, for changes of tags. */
  private static boolean isMinioNameFromS3(EventKind kind, String folded, EventSource source) {
    return source == EventSource.S3
        && kind == EventKind.OTHER
        && folded.startsWith("objectcreated:");
  }

  /** Tells whether the sender calls changes of properties creations, as MinIO and RustFS do. */
  private static boolean callsChangesCreations(EventSource source) {
    return source == EventSource.MINIO || source == EventSource.RUSTFS;
  }

  private static EventKind byPrefix(String folded) {
    if (folded.startsWith("objectcreated:")) {
      return EventKind.CREATED;
    }
    // A delete is safe to assume, because the source is looked up first.
    boolean removed =
        folded.startsWith("objectremoved:") || folded.startsWith("lifecycleexpiration:");
    return removed ? EventKind.REMOVED : EventKind.UNKNOWN;
  }
}
