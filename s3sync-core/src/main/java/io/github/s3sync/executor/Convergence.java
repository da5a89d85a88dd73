package io.github.s3sync.executor;

import io.github.s3sync.checksum.ChecksumChoice;
import io.github.s3sync.client.StoreTraits;
import io.github.s3sync.copy.ConditionNotMet;
import io.github.s3sync.copy.CopyException;
import io.github.s3sync.copy.CopyReceipt;
import io.github.s3sync.copy.CopyResult;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.copy.DeleteReceipt;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.plan.SkipReason;
import io.github.s3sync.request.PartKeys;
import io.github.s3sync.request.ReplicaCalls;
import io.github.s3sync.request.ReplicaComparison;
import io.github.s3sync.request.ReplicaProperties;
import io.github.s3sync.request.S3Calls;
import io.github.s3sync.request.Source;
import io.github.s3sync.request.WriteResult;
import io.github.s3sync.rule.CopyOptions;
import io.github.s3sync.rule.TransferMode;
import io.github.s3sync.transfer.Completion;
import io.github.s3sync.transfer.CopySettings;
import io.github.s3sync.transfer.LockCompletion;
import io.github.s3sync.transfer.MultipartCopy;
import io.github.s3sync.transfer.ReplicaCheck;
import io.github.s3sync.transfer.ServerSide;
import io.github.s3sync.transfer.Streamed;
import io.github.s3sync.transfer.Transfer;
import io.github.s3sync.transfer.WrittenReplica;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Makes one replica equal to the current state of its source, also if the source changes meanwhile.
 * If the source is gone and the rule deletes, the replica is deleted. A replica that is already
 * equal is not copied again if looking it up costs less than the copy, see {@link PresentReplica}.
 * Two-way rules always look it up, see {@link TwoWay}.
 *
 * <p>The work is done in rounds. A round is one attempt to copy or delete. Another round follows if
 * the source changed during the last one. Each copy is pinned: it has the condition that the source
 * still has the entity tag that this class last saw. So a replica is one state of the source and
 * never a mixture. The exception is the tags of a multipart copy or a stream, which are read by a
 * separate request. If the same content is put with other tags meanwhile, another round corrects
 * them.
 *
 * <p>After a copy in parts, and after any copy that took at least {@code recheckAfter}, the source
 * is re-checked. If it changed, another round follows. So if two workers race for one replica, the
 * worker that writes last re-checks the source after its write, and the older state does not stay.
 *
 * <p>A copy that was faster than {@code recheckAfter} may leave an older state, until the event of
 * the newer write or delete is handled. If another process handled that event entirely during the
 * copy, no event is left that corrects the replica. With {@code recheckAfter} zero, every copy is
 * re-checked, and this cannot happen.
 *
 * <p>A replica in a store other than S3 is also compared with its source, see {@link Completion}.
 *
 * <p>After a delete, and after each copy of a two-way rule, the source is always re-checked. After
 * a copy of a rule that never overwrites, it is not, because another round could not write.
 */
final class Convergence {

  /** The number of rounds after which a constantly changing source is left to a later event. */
  static final int MAX_ROUNDS = 5;

  /** The number of lookups of a re-check. The client also retries each single request. */
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
      CopySettings settings,
      StoreTraits traits,
      DeleteBrake brake,
      CopyPlan plan,
      Deadline deadline) {
    this.plan = plan;
    this.calls = new S3Calls(plan, settings.clients(), deadline, traits);
    this.atReplica = new ReplicaCalls(plan, calls);
    this.clock = settings.clock();
    this.nanoTime = settings.nanoTime();
    this.beganNanos = nanoTime.getAsLong();
    this.streams = plan.rule().options().transfer() == TransferMode.STREAM;
    ReplicaProperties properties =
        new ReplicaProperties(
            plan.rule().options(),
            clock,
            streams ? traits.streamedChecksum(settings.clients(), plan) : ChecksumChoice.OF_SOURCE,
            calls.headers(),
            this::metadata);
    this.completion =
        new Completion(
            plan,
            calls,
            atReplica,
            new WrittenReplica(plan, calls, atReplica, settings.partRetryPause()),
            new ReplicaCheck(plan, calls, properties),
            new LockCompletion(plan, calls, clock));
    ReplicaComparison comparison = new ReplicaComparison(plan, calls, atReplica, properties);
    this.present = new PresentReplica(plan, atReplica, comparison, completion);
    this.twoWay = new TwoWay(plan, calls, atReplica, comparison, settings.clients());
    this.removal = new Removal(plan, calls, atReplica, brake, twoWay, comparison);
    this.transfer =
        streams
            ? new Streamed(plan, calls, properties, completion, settings)
            : new ServerSide(plan, calls, properties, completion, settings);
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
        // The answer is verified by a lookup, because an event whose source is gone is acknowledged
        // and not handled again.
        now = calls.head();
        if (now != null && now.sameContent(source)) {
          boolean again = refusedBefore;
          refusedBefore = true;
          switch (e.condition()) {
            case PRECONDITION, SOURCE_GONE -> {
              return refused(e, now);
            }
            // The source may be unchanged: the event may have reported a wrong size, or the upload
            // may have been aborted. This justifies one more round, but not two.
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
   * Looks up the source after a write. Under a two-way rule, other processes may meanwhile take our
   * write for a user's. So the lookup is retried here, before this execution fails and the re-check
   * is left to the next one.
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
    CopyOptions options = plan.rule().options();
    // In a store other than S3, the written replica is compared with the source that was looked up.
    boolean compares = !calls.isToAws() && (options.verify() || !options.overwrite());
    boolean look = compares || removal.isDeleteEvent() || options.needsHead() || twoWay.isTwoWay();
    Source reported = look ? null : Source.of(plan.event());
    return reported == null ? calls.head() : reported;
  }

  private WriteResult write(Source source) {
    HeadObjectResponse head = source.head();
    if (head == null || !ReplicaProperties.hidesMetadata(head)) {
      return head != null && isLarge(source) && !avoidsParts(source)
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

  /**
   * Tells whether a copy inside a store other than S3 is made in one request because of its key,
   * see {@link PartKeys}.
   */
  private boolean avoidsParts(Source source) {
    boolean avoids =
        !streams && !calls.isToAws() && plan.rule().options().verify() && PartKeys.avoidParts(plan);
    if (!avoids || (source.sizeBytes() <= MAX_SINGLE_COPY_BYTES && !inParts)) {
      return avoids;
    }
    if (PartKeys.isDecodable(plan.source().key())) {
      throw PartKeys.refusal(plan, calls);
    }
    return false;
  }

  private boolean isLookedFor(Source source) {
    return source.head() != null
        && PresentReplica.isLookedFor(
            plan.rule().options(), isLarge(source), streams || !calls.isToAws());
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
   * Tells whether the written replica corresponds to the source that the re-check found. The eTag
   * and the time do not prove it: the same content may have been put again with other properties
   * within the same second. So versions are compared, or else properties.
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
