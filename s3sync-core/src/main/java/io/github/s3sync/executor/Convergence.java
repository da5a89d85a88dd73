package io.github.s3sync.executor;

import io.github.s3sync.checksum.ChecksumChoice;
import io.github.s3sync.client.StoreTraits;
import io.github.s3sync.copy.ConditionNotMet;
import io.github.s3sync.copy.CopyException;
import io.github.s3sync.copy.CopyResult;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.plan.SkipReason;
import io.github.s3sync.request.ReplicaCalls;
import io.github.s3sync.request.ReplicaComparison;
import io.github.s3sync.request.ReplicaProperties;
import io.github.s3sync.request.S3Calls;
import io.github.s3sync.request.Source;
import io.github.s3sync.request.WriteResult;
import io.github.s3sync.transfer.Completion;
import io.github.s3sync.transfer.CopySettings;
import io.github.s3sync.transfer.LockCompletion;
import io.github.s3sync.transfer.MultipartCopy;
import io.github.s3sync.transfer.ReplicaCheck;
import io.github.s3sync.transfer.ServerSide;
import io.github.s3sync.transfer.Streamed;
import io.github.s3sync.transfer.Transfer;
import io.github.s3sync.transfer.WrittenReplica;
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

  private final CopyPlan plan;
  private final S3Calls calls;
  private final ReplicaCalls atReplica;
  private final StepChoices choices;
  private final Writer writer;
  private final Recheck recheck;
  private final Completion completion;
  private final TwoWay twoWay;
  private final Removal removal;
  private final PresentReplica present;
  private final Receipts receipts;
  private final LongSupplier nanoTime;
  private boolean refusedBefore;
  private boolean differed;
  private boolean wrote;

  Convergence(
      CopySettings settings,
      StoreTraits traits,
      DeleteBrake brake,
      CopyPlan plan,
      Deadline deadline) {
    this.plan = plan;
    this.calls = new S3Calls(plan, settings.clients(), deadline, traits);
    this.atReplica = new ReplicaCalls(calls);
    this.nanoTime = settings.nanoTime();
    this.receipts = new Receipts(calls, settings.clock(), nanoTime);
    this.choices = new StepChoices(plan, settings, calls.isToAws());
    ReplicaProperties properties =
        new ReplicaProperties(
            plan.rule().options(),
            settings.clock(),
            choices.streams()
                ? traits.streamedChecksum(settings.clients(), plan)
                : ChecksumChoice.OF_SOURCE,
            calls.headers(),
            this::metadata);
    this.completion =
        new Completion(
            calls,
            atReplica,
            new WrittenReplica(calls, atReplica, settings.partRetryPause()),
            new ReplicaCheck(calls, atReplica, properties),
            new LockCompletion(calls, settings.clock()));
    ReplicaComparison comparison = new ReplicaComparison(calls, atReplica, properties);
    this.present = new PresentReplica(atReplica, comparison, completion);
    this.twoWay = new TwoWay(calls, atReplica, comparison, settings.clients());
    this.removal = new Removal(calls, atReplica, brake, twoWay, comparison, choices);
    Transfer transfer =
        choices.streams()
            ? new Streamed(calls, properties, completion, settings)
            : new ServerSide(calls, properties, completion, settings);
    this.writer =
        new Writer(
            calls,
            choices,
            transfer,
            new MultipartCopy(calls, atReplica, properties, completion, settings, transfer));
    this.recheck = new Recheck(calls, atReplica, choices, completion, nanoTime);
  }

  private Map<String, String> metadata(HeadObjectResponse source) {
    return twoWay.metadata(source);
  }

  CopyResult run() {
    Source source = firstLookup();
    Step step =
        source != null && choices.isDeleteEvent() ? onStaleDelete(source) : Step.next(source);
    for (int round = 0; step.result() == null; round++) {
      if (step.source() != null && round >= MAX_ROUNDS) {
        throw calls.failure(
            FailureReason.SOURCE_KEEPS_CHANGING,
            plan.source() + " changed in each of " + MAX_ROUNDS + " tries to copy it");
      }
      step = round(step.source());
    }
    return step.result();
  }

  /** Handles a delete event whose source exists. */
  private Step onStaleDelete(Source source) {
    SkipReason skip = removal.skipReasonIfSourceExists(source);
    return skip == null ? Step.next(source) : Step.done(receipts.notNeeded(skip));
  }

  private Step round(@Nullable Source reported) {
    Source source = reported;
    if (source != null && source.head() == null && writer.isLarge(source)) {
      source = calls.head();
    }
    return source == null ? deleteRound() : copyRound(source);
  }

  /** Handles a source that is gone: deletes the replica if the rule deletes, then re-checks. */
  private Step deleteRound() {
    SkipReason skip = removal.skipReasonBeforeDelete(wrote);
    if (skip != null) {
      return Step.done(receipts.notNeeded(skip));
    }
    if (choices.isTwoWay()) {
      // Looking up the replica took time, in which another process may have copied.
      Source source = calls.head();
      if (source != null) {
        return Step.next(source);
      }
    }
    String versionId = removal.delete();
    twoWay.hasDeleted();
    Source now = recheck.lookup();
    return now == null ? Step.done(receipts.deleted(versionId)) : Step.next(now);
  }

  /** Copies the source, pinned to its eTag, and re-checks it if the copy was not fast. */
  private Step copyRound(Source source) {
    SkipReason skip = skipReasonBeforeCopy(source);
    if (skip != null) {
      return Step.done(receipts.notNeeded(skip));
    }
    try {
      long roundBegan = nanoTime.getAsLong();
      WriteResult written = writer.write(source);
      if (twoWay.mustWriteAgain(source)) {
        written = writer.write(source);
      }
      wrote = true;
      if (!recheck.isNeeded(written, roundBegan)) {
        return Step.done(receipts.copied(source, written));
      }
      Source now = recheck.lookup();
      boolean copied = now == null ? !removal.isAllowed() : recheck.isCopied(now, source, written);
      return copied ? Step.done(receipts.copied(source, written)) : Step.next(now);
    } catch (ConditionNotMet e) {
      return movedOn(e, source);
    }
  }

  private @Nullable SkipReason skipReasonBeforeCopy(Source source) {
    if (!plan.rule().sizes().accepts(source.sizeBytes())) {
      return SkipReason.SIZE_OUT_OF_RANGE;
    }
    SkipReason current = twoWay.skipReasonBeforeCopy(source, wrote);
    // A replica that was found to differ after a copy must be copied again.
    boolean mayBeEqual = !wrote && !differed;
    return current == null && mayBeEqual && isLookedFor(source)
        ? present.skipReason(source)
        : current;
  }

  /** Handles a condition that was not met: the source has changed or is gone, or S3 is wrong. */
  private Step movedOn(ConditionNotMet e, Source source) {
    // Verified by a lookup: a source that counts as gone is acknowledged and never copied.
    Source now = calls.head();
    if (now == null || !now.sameContent(source)) {
      return Step.next(now);
    }
    boolean again = refusedBefore;
    refusedBefore = true;
    return switch (e.condition()) {
      case PRECONDITION, SOURCE_GONE -> refused(e, now);
      // The event may have reported a wrong size, or the upload may have been aborted, and the
      // source may be unchanged; but not twice.
      case UPLOAD_GONE, TOO_LARGE, SOURCE_CHANGED, REPLICA_CHANGED -> {
        if (e.condition() == ConditionNotMet.Condition.TOO_LARGE) {
          writer.copyInParts();
        }
        differed |=
            e.condition() == ConditionNotMet.Condition.REPLICA_CHANGED
                && plan.rule().options().overwrite();
        yield again ? refused(e, now) : Step.next(now);
      }
    };
  }

  /** Returns the initial state: that of the event if it is sufficient. */
  private @Nullable Source firstLookup() {
    Source reported = choices.needsSourceLookup() ? null : Source.of(plan.event());
    return reported == null ? calls.head() : reported;
  }

  private boolean isLookedFor(Source source) {
    return source.head() != null && choices.needsReplicaLookup(writer.isLarge(source));
  }

  /** Handles a 412 or 404 although the source is as requested. */
  private Step refused(ConditionNotMet e, Source now) {
    if (e.condition() == ConditionNotMet.Condition.PRECONDITION
        && !plan.rule().options().overwrite()
        && atReplica.confirmsThatSomethingExists(e)) {
      completion.completeEarlier(now);
      return Step.done(receipts.notNeeded(SkipReason.DESTINATION_EXISTS));
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

  /**
   * The state after a round: the result, or the source for the next round.
   *
   * @param source the source; null if it is gone
   */
  private record Step(@Nullable CopyResult result, @Nullable Source source) {

    static Step next(@Nullable Source source) {
      return new Step(null, source);
    }

    static Step done(CopyResult result) {
      return new Step(result, null);
    }
  }
}
