package io.github.s3sync.executor;

import io.github.s3sync.client.S3Clients;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.EventSource;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.plan.SkipReason;
import io.github.s3sync.request.Description;
import io.github.s3sync.request.Provenance;
import io.github.s3sync.request.ReplicaCalls;
import io.github.s3sync.request.ReplicaComparison;
import io.github.s3sync.request.S3Calls;
import io.github.s3sync.request.SameContent;
import io.github.s3sync.request.Source;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Makes two-way rules converge without losing users' writes: both sides are looked up before one is
 * written, and each replica carries its {@link Provenance}.
 *
 * <p>A replica is never copied back onto its source, however late the replica's event arrives and
 * whichever process handles it. The object at the source's key is then either the one that was
 * copied, or a later one that has its own event. So if users write on one side only, their writes
 * are never undone.
 *
 * <p>If users write both sides concurrently, two processes may exchange the two objects. Then each
 * side claims to be a copy of the other, and neither is. A process that detects this copies again,
 * so that the two become equal. The process that wrote last detects it when it re-checks its
 * source. If that process was killed before, the exchange is detected when its event is delivered
 * again.
 *
 * <p>Stores other than S3 may drop headers. This is detected after the first copy with the header,
 * once in each process. That copy is then written again with a provenance that does not expect the
 * header. So a header that is missing later was removed by a user.
 *
 * <p>An object without provenance was written by a user. Users may have written both sides, while
 * events of our own copies cannot be identified. Then a replica that was written after the event's
 * write is not overwritten, because the replica's own event copies it back. Times are truncated to
 * whole seconds and may be the start of a multipart upload. They only decide which of two users'
 * writes wins.
 *
 * <p>Times do not decide deletes, because a deleted object cannot carry a provenance. So a delete
 * that s3sync itself may have caused is carried out only if it removes a replica of the deleted
 * object, or if the rule accepts the risk ({@code unattributedDeletes}).
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html">eventTime:
 *     when S3 finished processing the request</a>
 */
final class TwoWay {

  private static final Logger log = LoggerFactory.getLogger(TwoWay.class);

  private final CopyPlan plan;
  private final S3Calls calls;
  private final ReplicaCalls atReplica;
  private final ReplicaComparison comparison;
  private final S3Clients clients;
  private final CopyOptions options;
  private boolean deleted;

  TwoWay(S3Calls calls, ReplicaCalls atReplica, ReplicaComparison comparison, S3Clients clients) {
    this.plan = calls.plan();
    this.calls = calls;
    this.atReplica = atReplica;
    this.comparison = comparison;
    this.clients = clients;
    this.options = plan.rule().options();
  }

  private boolean isTwoWay() {
    return options.twoWay();
  }

  /** Returns the metadata of a replica of a source that was looked up. */
  Map<String, String> metadata(HeadObjectResponse source) {
    if (!isTwoWay()) {
      return source.metadata();
    }
    return Provenance.metadata(
        source,
        plan.source(),
        plan.replica(),
        calls.headers(),
        calls.traits().droppedHeaders(calls.destination()),
        calls.isToAws() ? answered(source) : null);
  }

  /**
   * Tells whether a copy that was just written must be written again, because the store drops
   * headers. If the copy was overwritten meanwhile, nothing can be concluded.
   */
  boolean mustWriteAgain(Source source) {
    HeadObjectResponse head = source.head();
    if (!isTwoWay() || calls.isToAws() || head == null) {
      return false;
    }
    Set<String> sent = new HashSet<>(Description.of(head).headers().keySet());
    sent.remove(Description.CONTENT_TYPE); // every store keeps it
    if (calls.traits().knowsHeaders(calls.destination(), sent)) {
      return false;
    }
    HeadObjectResponse replica = atReplica.head();
    if (replica == null || !Provenance.isClaimed(replica, plan.replica(), plan.source(), head)) {
      return false;
    }
    Set<String> kept = Description.of(replica).headers().keySet();
    return calls.traits().rememberHeaders(calls.destination(), sent, kept);
  }

  /** Returns when a request was answered, by the clock of the store. */
  private static @Nullable Instant answered(HeadObjectResponse head) {
    if (head.sdkHttpResponse() == null) {
      return null;
    }
    String date = head.sdkHttpResponse().firstMatchingHeader("Date").orElse("");
    try {
      return DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from);
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  /**
   * Returns why the existing source is not to be copied; null if it must be copied.
   *
   * @param wrote whether the replica has just been written, after it was looked up
   */
  @Nullable SkipReason skipReasonBeforeCopy(Source source, boolean wrote) {
    HeadObjectResponse head = source.head();
    if (!isTwoWay() || head == null) {
      return null;
    }
    Provenance fromReplica = Provenance.of(head, plan.source(), plan.replica());
    if (wrote && fromReplica == null) {
      return null;
    }
    HeadObjectResponse replica = atReplica.headWithChecksums();
    if (replica == null) {
      return fromReplica == null || isOtherwiseLost() ? null : SkipReason.OWN_COPY;
    }
    Provenance fromSource = Provenance.of(replica, plan.replica(), plan.source());
    if (isCopy(fromReplica, replica)
        || comparison.isEqual(source, replica, isCopy(fromSource, head))) {
      return SkipReason.ALREADY_CURRENT;
    }
    if (fromReplica != null) {
      return fromSource == null ? SkipReason.OWN_COPY : null;
    }
    if (fromSource == null && isLater(replica)) {
      return SkipReason.REPLICA_NEWER;
    }
    if (fromSource == null && SameContent.isUnknown(head, replica)) {
      log.atDebug()
          .addKeyValue("source", plan.source())
          .addKeyValue("replica", plan.replica())
          .log(
              "copying, because neither eTag nor checksum shows whether source and replica are"
                  + " equal");
    }
    return null;
  }

  /**
   * Returns why a replica whose source is gone is kept; null if it must be deleted.
   *
   * @param deleteReported whether the event reports that the source was deleted
   */
  @Nullable SkipReason skipReasonBeforeDelete(HeadObjectResponse replica, boolean deleteReported) {
    if (!isTwoWay() || Provenance.of(replica, plan.replica(), plan.source()) != null) {
      return null;
    }
    if (!deleteReported) {
      return SkipReason.SOURCE_GONE;
    }
    if (isLater(replica)) {
      return SkipReason.REPLICA_NEWER;
    }
    if (!options.unattributedDeletes()) {
      requireAttribution();
    }
    return null;
  }

  /**
   * Fails unless our own deletes can be identified. This event may be caused by our own delete from
   * a time when the current object did not exist yet, and times do not decide.
   */
  private void requireAttribution() {
    if (OwnCopies.canIdentify(plan, clients)) {
      return;
    }
    boolean mayPass = OwnCopies.mightIdentify(plan);
    throw calls.failure(
        mayPass ? FailureReason.CREDENTIALS : FailureReason.NOT_SUPPORTED,
        plan.replica()
            + " was not deleted: it is not a replica of "
            + plan.source()
            + ", and the event does not show whether a user or s3sync deleted the source, "
            + (mayPass
                ? "because s3sync cannot determine its own principal from STS"
                : "which requires event notifications of S3 and both directions in one deployment")
            + "; delete it manually, or set the option unattributedDeletes");
  }

  private static boolean isCopy(@Nullable Provenance provenance, HeadObjectResponse of) {
    return provenance != null && provenance.isOf(of);
  }

  /** Remembers that this execution has deleted the replica. */
  void hasDeleted() {
    deleted = true;
  }

  /**
   * Tells whether nothing else restores a replica that is gone although the source is a copy of it.
   * A user's delete of the replica has its own event. The event of our delete, or of an earlier
   * execution that was killed, may be skipped. The deletion of a version, which may have made the
   * source current, is never ours, because we never name a version. A copy that was requested
   * without a notification, as by S3 Batch Operations, restores a lost side.
   */
  private boolean isOtherwiseLost() {
    ObjectEvent event = plan.event();
    if (isBackfill(event)) {
      return true;
    }
    boolean endOfAVersion = event.versionId() != null && !event.isDeleteMarker();
    boolean mayBeSkipped = event.principal() != null && !plan.returnRoutes().isEmpty();
    return deleted || (event.kind() == EventKind.REMOVED && (endOfAVersion || mayBeSkipped));
  }

  /**
   * Tells whether a copy of the key was requested, rather than caused by a change of it. The time
   * of such a request only serves for keys that contain it.
   */
  private static boolean isBackfill(ObjectEvent event) {
    return event.kind() == EventKind.CREATED
        && !event.source().isNotification()
        && (event.time() == null || event.source() == EventSource.DIRECT)
        && event.eTag() == null
        && event.sequencer() == null;
  }

  /**
   * Tells whether a replica was written after the reported write, so that its own event copies it
   * back.
   */
  private boolean isLater(HeadObjectResponse replica) {
    Instant time = plan.event().time();
    return time != null
        && !isBackfill(plan.event())
        && replica.lastModified() != null
        && replica.lastModified().isAfter(time)
        && !OwnCopies.canIdentify(plan, clients);
  }
}
