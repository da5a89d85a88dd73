package io.github.s3sync.transfer;

import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.request.SameContent;
import io.github.s3sync.request.Source;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Recognizes, under a rule that never overwrites, an object that an earlier execution may have
 * created without completing it. Such an object has the content of the source, and is not older
 * than the event. Any other object belongs to another writer and is not changed.
 */
final class EarlierReplica {

  private static final Logger log = LoggerFactory.getLogger(EarlierReplica.class);

  /** The maximum clock difference with which stores accept a signature. */
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(15);

  private final CopyPlan plan;

  EarlierReplica(CopyPlan plan) {
    this.plan = plan;
  }

  boolean mayBeReplica(Source source, HeadObjectResponse head, HeadObjectResponse replica) {
    return !isOlderThanTheEvent(head, replica)
        && (SameContent.isCertain(head, replica)
            || (SameContent.isUnknown(head, replica) && source.hasPropertiesOf(replica)));
  }

  /**
   * Tells whether an object existed before the event. The sender's clock may be wrong, and the same
   * content may have been put again since, so the earlier of both times counts.
   */
  private boolean isOlderThanTheEvent(HeadObjectResponse head, HeadObjectResponse replica) {
    Instant since = earlier(plan.event().time(), head.lastModified());
    Instant created = replica.lastModified();
    return since != null && created != null && created.isBefore(since.minus(CLOCK_SKEW));
  }

  private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
    return one == null || (other != null && other.isBefore(one)) ? other : one;
  }

  /**
   * Logs the differences between the source and the object. An earlier execution would have deleted
   * a replica that differs, but it may have been killed before.
   *
   * @param differences the names of the properties; empty if there are none
   */
  void report(String differences) {
    if (differences.isEmpty()) {
      return;
    }
    log.atWarn()
        .addKeyValue("source", plan.source())
        .addKeyValue("replica", plan.replica())
        .log(
            "an object with the content of the source exists at the replica's key, but differs in:"
                + " {}. It was created by another writer, or by a copy that was interrupted before"
                + " it was verified. A rule with 'overwrite': false keeps it; delete it to copy the"
                + " source again",
            differences);
  }
}
