package io.github.s3sync.copy;

import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.plan.SkipReason;
import io.github.s3sync.rule.TransferMode;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Makes one replica equal to the current state of its source, whatever happens meanwhile. If the
 * rule deletes, a source that is gone has no replica. If the rule is two-way, a replica that is
 * already equal is not copied, see {@link TwoWay}.
 *
 * <p>Each round pins the source's entity tag, so a replica is one state of the source and never a
 * mixture. The exception is the tags of a multipart copy or a stream, which are read by a separate
 * request. If the same content is put with other tags meanwhile, another round corrects them.
 *
 * <p>After a copy that took at least {@code recheckAfter}, the source is re-checked, and if it
 * changed, there is another round. So the last writer has re-checked the source after writing, and
 * of two workers that race for one replica, neither can leave the older state behind. With {@code
 * recheckAfter} zero this holds for all copies. For faster copies it holds once the event of the
 * newer write or delete has been processed. The exception: another process handled that event
 * entirely during this copy, so nothing triggers another lookup.
 *
 * <p>After a delete the source is always re-checked. No copy of a two-way rule counts as fast.
 */
final class Convergence {

  /** The number of rounds after which a constantly changing source is left to a later event. */
  static final int MAX_ROUNDS = 5;

  /** The number of lookups; the client already retries each of them. */
  private static final int MAX_LOOKUPS = 3;

  private static final long MAX_SINGLE_COPY_BYTES = 5L * 1024 * 1024 * 1024;

  private final CopyPlan plan;
  private final S3Calls calls;
  private final ReplicaCalls atReplica;
  private final boolean streams;
  private final Transfer transfer;
  private final MultipartCopy multipart;
  private final Completion completion;
  private final TwoWay twoWay;
  private final Removal removal;
  private final PresentReplica present;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final long beganNanos;
  private boolean refusedBefore;
  private boolean differedBefore;
  private boolean inParts;
  private boolean wrote;

  Convergence(
      S3CopyExecutorBuilder settings,
      StoreTraits traits,
      DeleteBrake brake,
      CopyPlan plan,
      Deadline deadline) {
    this.plan = plan;
    this.calls = new S3Calls(plan, settings.clients, deadline, traits);
    this.atReplica = new ReplicaCalls(plan, calls);
    this.clock = settings.clock;
    this.nanoTime = settings.nanoTime;
    this.beganNanos = nanoTime.getAsLong();
    this.streams = plan.rule().options().transfer() == TransferMode.STREAM;
    this.completion = new Completion(plan, calls, atReplica, settings.partRetryPause);
    ReplicaProperties properties =
        new ReplicaProperties(
            plan.rule().options(),
            clock,
            streams ? traits.streamedChecksum(settings.clients, plan) : ChecksumChoice.OF_SOURCE,
            calls.headers(),
            this::metadata);
    ReplicaComparison comparison = new ReplicaComparison(plan, calls, atReplica, properties);
    this.present = new PresentReplica(plan, atReplica, comparison, completion);
    this.twoWay = new TwoWay(plan, calls, atReplica, comparison, settings.clients);
    this.removal = new Removal(plan, calls, atReplica, brake, twoWay, comparison);
    this.transfer =
        streams
            ? new Streamed(plan, calls, properties, completion, settings)
            : new ServerSide(plan, calls, properties, settings);
    this.multipart =
        new MultipartCopy(plan, calls, atReplica, properties, completion, settings, transfer);
  }

  private Map<String, String> metadata(HeadObjectResponse source) {
    return twoWay.metadata(source);
  }

  CopyResult run() {
    Source source = first();
    if (source != null && removal.isDeleteEvent()) {
      SkipReason skip = removal.skipReasonIfSourceExists(source);
      if (skip != null) {
        return notNeeded(skip);
      }
    }
    for (int round = 0; source == null || round < MAX_ROUNDS; round++) {
      if (source != null && source.head() == null && isLarge(source)) {
        source = calls.head();
      }
      if (source == null) {
        SkipReason skip = removal.skipReasonBeforeDelete(wrote);
        if (skip != null) {
          return notNeeded(skip);
        }
        if (twoWay.isTwoWay()) {
          // Looking up the replica took time, in which another process may have copied.
          source = calls.head();
          if (source != null) {
            continue;
          }
        }
        String versionId = removal.delete();
        twoWay.hasDeleted();
        source = recheck();
        if (source == null) {
          return deleteReceipt(versionId);
        }
        continue;
      }
      if (!plan.rule().sizes().accepts(source.sizeBytes())) {
        return notNeeded(SkipReason.SIZE_OUT_OF_RANGE);
      }
      SkipReason current = twoWay.skipReasonBeforeCopy(source, wrote);
      if (current == null && !wrote && isLookedFor(source)) {
        current = present.skipReason(source);
      }
      if (current != null) {
        return notNeeded(current);
      }
      Source now;
      try {
        long roundBegan = nanoTime.getAsLong();
        WriteResult written = write(source);
        if (twoWay.mustWriteAgain(source)) {
          written = write(source);
        }
        wrote = true;
        if (!mustRecheck(written, roundBegan)) {
          return receipt(source, written);
        }
        now = recheck();
        if (now == null ? !removal.isAllowed() : isCopied(now, source, written)) {
          return receipt(source, written);
        }
      } catch (ConditionNotMet e) {
        // Verified by a lookup: a source that counts as gone is acknowledged and never copied.
        now = calls.head();
        if (now != null && now.sameContent(source)) {
          boolean again = refusedBefore;
          refusedBefore = true;
          switch (e.condition()) {
            case PRECONDITION, SOURCE_GONE -> {
              return refused(e, now);
            }
            // The event may have reported a wrong size, or the upload may have been aborted, and
            // the source may be unchanged; but not twice.
            case UPLOAD_GONE, TOO_LARGE, SOURCE_CHANGED, REPLICA_CHANGED -> {
              inParts |= e.condition() == ConditionNotMet.Condition.TOO_LARGE;
              if (again) {
                return refused(e, now);
              }
            }
          }
        }
      }
      source = now;
    }
    throw calls.failure(
        FailureReason.SOURCE_KEEPS_CHANGING,
        plan.source() + " changed in each of " + MAX_ROUNDS + " tries to copy it");
  }

  /**
   * Looks up the source after a write. Under a two-way rule, other processes may meanwhile take the
   * write for one of a user, so the lookup is retried more often before it is left to another
   * attempt.
   */
  private @Nullable Source recheck() {
    for (int attempt = 1; ; attempt++) {
      try {
        return calls.head();
      } catch (CopyException e) {
        boolean mayPass =
            switch (e.reason()) {
              case THROTTLED, SERVICE_ERROR, NO_ANSWER -> true;
              default -> false;
            };
        if (!twoWay.isTwoWay() || !mayPass || attempt == MAX_LOOKUPS) {
          throw e;
        }
      }
    }
  }

  /** Returns the initial state: that of the event if it is sufficient. */
  private @Nullable Source first() {
    boolean look =
        removal.isDeleteEvent() || plan.rule().options().needsHead() || twoWay.isTwoWay();
    Source reported = look ? null : Source.of(plan.event());
    return reported == null ? calls.head() : reported;
  }

  private WriteResult write(Source source) {
    HeadObjectResponse head = source.head();
    if (head == null || !ReplicaProperties.hidesMetadata(head)) {
      return head != null && isLarge(source)
          ? multipart.copy(source, head)
          : transfer.whole(source);
    }
    boolean large = source.sizeBytes() > MAX_SINGLE_COPY_BYTES || inParts;
    if (streams || twoWay.isTwoWay() || large) {
      throw calls.failure(
          FailureReason.NOT_SUPPORTED,
          plan.source()
              + " has metadata that S3 cannot return (x-amz-missing-meta: "
              + head.missingMeta()
              + "), which only CopyObject under a one-way rule copies, up to 5 GiB: put the object"
              + " again without it");
    }
    return transfer.whole(source);
  }

  private boolean isLookedFor(Source source) {
    return source.head() != null
        && PresentReplica.isLookedFor(plan.rule().options(), isLarge(source), streams);
  }

  /**
   * Tells whether to copy in parts. A store may support only smaller copies in one request than
   * this executor requests.
   */
  private boolean isLarge(Source source) {
    return transfer.isLarge(source.sizeBytes()) || (inParts && source.sizeBytes() > 0);
  }

  private boolean mustRecheck(WriteResult written, long roundBegan) {
    Duration took = Duration.ofNanos(nanoTime.getAsLong() - roundBegan);
    boolean quick = took.compareTo(plan.rule().options().recheckAfter()) < 0 && !twoWay.isTwoWay();
    // Under a rule that never overwrites, a second round could not write.
    return plan.rule().options().overwrite()
        && (!quick || written.parts() > 0 || completion.wroteLater());
  }

  /**
   * Tells whether the written replica corresponds to the source that the re-check found. A
   * condition on the eTag does not cover properties, and times are whole seconds: the same content
   * may have been put again.
   */
  private boolean isCopied(Source now, Source source, WriteResult written) {
    if (!now.sameWrite(source)) {
      return false;
    }
    if (now.versionId() != null && written.sourceVersionId() != null) {
      return now.versionId().equals(written.sourceVersionId());
    }
    try {
      // A replica that is not copied by one request within S3 has the properties that HEAD
      // reported. A copy in one request counts as correct after one repetition: a store that alters
      // properties would do so again.
      boolean asLooked = streams || written.parts() > 0 || twoWay.isTwoWay() || differedBefore;
      HeadObjectResponse copied = asLooked ? source.head() : atReplica.head();
      differedBefore = copied == null || !now.hasPropertiesOf(copied);
      return !differedBefore;
    } catch (CopyException e) {
      if (e.reason() == FailureReason.ACCESS_DENIED) {
        // A principal that may write replicas may not be allowed to read them; then eTag and time
        // must suffice.
        return true;
      }
      throw e;
    }
  }

  /** Handles a 412 or 404 although the source is as requested. */
  private CopyResult refused(ConditionNotMet e, Source now) {
    if (e.condition() == ConditionNotMet.Condition.PRECONDITION
        && !plan.rule().options().overwrite()
        && atReplica.confirmsThatSomethingExists(e)) {
      completion.completeEarlier(now);
      return notNeeded(SkipReason.DESTINATION_EXISTS);
    }
    if (e.getCause() instanceof CopyException own
        && e.condition() == ConditionNotMet.Condition.REPLICA_CHANGED) {
      throw own;
    }
    throw new CopyException(
        FailureReason.CONFLICT,
        "S3 reports about "
            + plan.source()
            + ": "
            + e.condition()
            + ", but HeadObject finds the object",
        calls.count(),
        e.getCause());
  }

  private CopyResult notNeeded(SkipReason reason) {
    return new CopyResult.NotNeeded(reason, calls.count());
  }

  private DeleteReceipt deleteReceipt(@Nullable String versionId) {
    return new DeleteReceipt(versionId, calls.count(), elapsed(), clock.instant());
  }

  private CopyReceipt receipt(Source source, WriteResult written) {
    return new CopyReceipt(
        source.eTag(),
        written.eTag(),
        written.versionId(),
        source.sizeBytes(),
        written.parts(),
        calls.count(),
        elapsed(),
        clock.instant());
  }

  private Duration elapsed() {
    return Duration.ofNanos(nanoTime.getAsLong() - beganNanos);
  }
}
