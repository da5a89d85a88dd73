package io.github.s3sync.copy;

import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.SkipReason;
import io.github.s3sync.rule.CopyOptions;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * What makes two-way rules settle: a replica is looked at before it is written, and one that equals
 * its source is left alone.
 *
 * <p>Where events of our own copies cannot be told from others, a replica that was written after
 * what the event tells of is left alone, too: its own event brings it back, and so the echo of an
 * older write does not undo a newer one. Both sides end equal. Suppose they did not, and call the
 * later of their last writes W. Its event was handled when both were as they stayed, and the other
 * side's time was not after W's; so it was copied, and W was not the last. Times of replicas are
 * whole seconds, cut off, and may be those at which an upload in parts began: both only make a
 * replica look older. An event's time is when its write ended; the clocks of both sides must not
 * differ by more than an event takes to arrive.
 *
 * <p>Where events of our own copies are skipped unseen, nothing may be left to them. There every
 * copy that is asked for is made, and the look at the source after it ends it: whoever wrote last
 * saw that both were equal.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html">eventTime:
 *     when S3 finished processing the request</a>
 */
final class TwoWay {

  private static final Logger log = LoggerFactory.getLogger(TwoWay.class);

  private final CopyPlan plan;
  private final ReplicaCalls atReplica;
  private final ReplicaComparison comparison;
  private final S3Clients clients;
  private final CopyOptions options;

  TwoWay(CopyPlan plan, ReplicaCalls atReplica, ReplicaComparison comparison, S3Clients clients) {
    this.plan = plan;
    this.atReplica = atReplica;
    this.comparison = comparison;
    this.clients = clients;
    this.options = plan.rule().options();
  }

  boolean isAsked() {
    return options.twoWay();
  }

  /** The replica as it is now; null if there is none, or if nobody wants to know. */
  @Nullable HeadObjectResponse replica() {
    return isAsked() ? atReplica.head() : null;
  }

  /** Whether the source must be looked at to know whether a replica equals it. */
  boolean mayEqual(Source source, @Nullable HeadObjectResponse replica) {
    return replica != null && Objects.equals(source.sizeBytes(), replica.contentLength());
  }

  /** Why the source, which is there, is not to be copied; null if it is. */
  @Nullable SkipReason needless(Source source, @Nullable HeadObjectResponse replica) {
    if (replica == null) {
      return null;
    }
    if (comparison.isEqual(source, replica)) {
      return SkipReason.ALREADY_CURRENT;
    }
    if (isLater(replica)) {
      return SkipReason.REPLICA_NEWER;
    }
    if (source.head() != null && SameContent.isUnknown(source.head(), replica)) {
      log.atWarn()
          .addKeyValue("source", plan.source())
          .addKeyValue("replica", plan.replica())
          .log(
              "copied, because neither eTag nor checksum tells whether they are equal; if both ways"
                  + " make parts of another size, this may go on forever");
    }
    return null;
  }

  /** Whether a replica was written after what the event tells of, and comes back by itself. */
  boolean isLater(HeadObjectResponse replica) {
    Instant time = plan.event().time();
    return isAsked()
        && time != null
        && replica.lastModified() != null
        && replica.lastModified().isAfter(time)
        && !OwnCopies.areKnown(plan, clients);
  }
}
