package io.github.s3sync.copy;

import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.plan.SkipReason;
import io.github.s3sync.rule.CopyOptions;
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
 * What makes two-way rules settle, and keeps what users write: both sides are looked at before one
 * is written, and each replica carries its {@link Provenance}.
 *
 * <p>A replica is never copied back onto what it was made of, however late its event comes, and
 * whoever sends it: what is there now is either what the replica is a copy of, or was written later
 * and has an event of its own. So what is written on one side only is never undone.
 *
 * <p>Where users write both sides at once, two processes may exchange both: then each side carries
 * that it is a copy of the other, and neither is. Whoever finds that copies again, so that the two
 * become equal: the writer of the last of both sees it when it looks at its source afterwards, or,
 * killed before, when its event comes again.
 *
 * <p>Stores other than S3 may drop headers. Whether one does is seen after the first copy that has
 * the header, once in a process. That copy is then written again with a provenance that does not
 * expect the header. So a header that is missing later was removed by a user.
 *
 * <p>An object without provenance is a user's. If both sides are, and events of our own copies
 * cannot be told from others, the side that was written after what the event tells of is left to
 * its own event. Times are whole seconds, cut off, and may be those at which an upload in parts
 * began: that decides which of two users' writes stays, and nothing else but deletes: an end leaves
 * nothing that could carry its provenance. So a delete that may be our own is carried out only if
 * it removes a replica of what was deleted, or if the rule accepts the risk.
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

  TwoWay(
      CopyPlan plan,
      S3Calls calls,
      ReplicaCalls atReplica,
      ReplicaComparison comparison,
      S3Clients clients) {
    this.plan = plan;
    this.calls = calls;
    this.atReplica = atReplica;
    this.comparison = comparison;
    this.clients = clients;
    this.options = plan.rule().options();
  }

  boolean isAsked() {
    return options.twoWay();
  }

  /** The metadata of a replica of what HEAD told of. */
  Map<String, String> metadata(HeadObjectResponse source) {
    if (!isAsked()) {
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
   * Returns whether a copy that was just written must be written again, because the store was found
   * to drop headers. An object that was written over the copy since then tells nothing.
   */
  boolean mustWriteAgain(Source source) {
    HeadObjectResponse head = source.head();
    if (!isAsked() || calls.isToAws() || head == null) {
      return false;
    }
    Set<String> sent = new HashSet<>(Description.of(head).headers().keySet());
    sent.remove(Description.CONTENT_TYPE); // all stores keep it
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

  /** When a request was answered, by the clock of who answered. */
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
   * Why the source, which is there, is not to be copied; null if it is.
   *
   * @param wrote whether the replica has been written just before, and was looked at before that
   */
  @Nullable SkipReason needless(Source source, boolean wrote) {
    HeadObjectResponse head = source.head();
    if (!isAsked() || head == null) {
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
          .log("copied, because neither eTag nor checksum tells whether they are equal");
    }
    return null;
  }

  /**
   * Why a replica whose source is gone is kept; null if it is to be deleted.
   *
   * @param told whether the event tells that the source was deleted
   */
  @Nullable SkipReason keeps(HeadObjectResponse replica, boolean told) {
    if (!isAsked() || Provenance.of(replica, plan.replica(), plan.source()) != null) {
      return null;
    }
    if (!told) {
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
   * Fails unless our own deletes are known. This one may be the echo of a delete that we made
   * because what is there now did not exist yet, and times do not tell.
   */
  private void requireAttribution() {
    if (OwnCopies.areKnown(plan, clients)) {
      return;
    }
    boolean mayPass = OwnCopies.mayBeKnown(plan);
    throw calls.failure(
        mayPass ? FailureReason.CREDENTIALS : FailureReason.NOT_SUPPORTED,
        plan.replica()
            + " was not deleted: it is not a replica of "
            + plan.source()
            + ", and the event does not tell whether a user or s3sync deleted that, "
            + (mayPass
                ? "because STS does not tell who s3sync is"
                : "which takes S3's own event notifications, and both directions in one deployment")
            + "; delete it by hand, or set the option unattributedDeletes");
  }

  private static boolean isCopy(@Nullable Provenance provenance, HeadObjectResponse of) {
    return provenance != null && provenance.isOf(of);
  }

  /** This run has deleted the replica. */
  void hasDeleted() {
    deleted = true;
  }

  /**
   * Whether nothing else brings back a replica that is gone, though the source is a copy of it. A
   * user's delete of the replica has an event of its own. That of ours, or of a run before that was
   * killed, may be skipped. And the end of a version, which may have uncovered the source, is never
   * our doing: no version is ever named. A copy that was asked for without a notification, as by S3
   * Batch Operations, restores a side that was lost.
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

  /** Returns whether somebody asked for a copy of the key, and no change of it led to the event. */
  private static boolean isBackfill(ObjectEvent event) {
    return event.kind() == EventKind.CREATED
        && !event.source().isNotification()
        && event.time() == null
        && event.eTag() == null
        && event.sequencer() == null;
  }

  /** Whether a replica was written after what the event tells of, and comes back by itself. */
  private boolean isLater(HeadObjectResponse replica) {
    Instant time = plan.event().time();
    return time != null
        && replica.lastModified() != null
        && replica.lastModified().isAfter(time)
        && !OwnCopies.areKnown(plan, clients);
  }
}
