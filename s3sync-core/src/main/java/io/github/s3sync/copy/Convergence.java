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
 * Makes one replica equal to its source as it is now, whatever happens meanwhile. Where the rule
 * takes deletes, a source that is gone has no replica. Where it is two-way, what is equal already
 * is left alone, see {@link TwoWay}.
 *
 * <p>Each round pins the source's entity tag, so what is written is one state of it and no mixture
 * (but for the tags of a copy in parts or a stream, which are asked for by themselves: if the same
 * content is put again with others meanwhile, it takes another round until they are right). After a
 * copy that took as long as {@code recheckAfter} the source is looked at once more, and if it
 * changed there is another round: whoever writes last has then looked after writing, so that of two
 * workers who race for one replica neither can leave the older state behind. With {@code
 * recheckAfter} zero that holds for all copies. For quicker ones it holds once the event of the
 * newer write or delete is handled, too; but of one that another process handled from beginning to
 * end within such a quick copy nobody hears again. After a delete the source is always looked at
 * once more. No copy of a two-way rule counts as quick.
 */
final class Convergence {

  /** Rounds before a source that changes all the time is left to a later event. */
  static final int MAX_ROUNDS = 5;

  /** Each is several requests of the client already. */
  private static final int LOOKS = 3;

  private static final long MOST_IN_ONE_COPY = 5L * 1024 * 1024 * 1024;

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
  private boolean unlikeBefore;
  private boolean inParts;
  private boolean wrote;

  Convergence(
      S3CopyExecutorBuilder with,
      StoreTraits traits,
      DeleteBrake brake,
      CopyPlan plan,
      Deadline deadline) {
    this.plan = plan;
    this.calls = new S3Calls(plan, with.clients, deadline, traits);
    this.atReplica = new ReplicaCalls(plan, calls);
    this.clock = with.clock;
    this.nanoTime = with.nanoTime;
    this.beganNanos = nanoTime.getAsLong();
    this.streams = plan.rule().options().transfer() == TransferMode.STREAM;
    this.completion = new Completion(plan, calls, atReplica, with.partRetryPause);
    ReplicaProperties properties =
        new ReplicaProperties(
            plan.rule().options(),
            clock,
            streams ? traits.streamedChecksum(with.clients, plan) : ChecksumChoice.OF_SOURCE,
            calls.headers(),
            this::metadata);
    ReplicaComparison comparison = new ReplicaComparison(plan, calls, atReplica, properties);
    this.present = new PresentReplica(plan, atReplica, comparison, completion);
    this.twoWay = new TwoWay(plan, calls, atReplica, comparison, with.clients);
    this.removal = new Removal(plan, calls, atReplica, brake, twoWay, comparison);
    this.transfer =
        streams
            ? new Streamed(plan, calls, properties, completion, with)
            : new ServerSide(plan, calls, properties, with);
    this.multipart =
        new MultipartCopy(plan, calls, atReplica, properties, completion, with, transfer);
  }

  private Map<String, String> metadata(HeadObjectResponse source) {
    return twoWay.metadata(source);
  }

  CopyResult run() {
    Source source = first();
    if (source != null && removal.isAsked()) {
      SkipReason stale = removal.stale(source);
      if (stale != null) {
        return notNeeded(stale);
      }
    }
    for (int round = 0; source == null || round < MAX_ROUNDS; round++) {
      if (source != null && source.head() == null && isLarge(source)) {
        source = calls.head();
      }
      if (source == null) {
        SkipReason needless = removal.needless(wrote);
        if (needless != null) {
          return notNeeded(needless);
        }
        if (twoWay.isAsked()) {
          // The look at the replica took time, in which another process may have copied.
          source = calls.head();
          if (source != null) {
            continue;
          }
        }
        String versionId = removal.delete();
        twoWay.hasDeleted();
        source = lookAgain();
        if (source == null) {
          return deleteReceipt(versionId);
        }
        continue;
      }
      if (!plan.rule().sizes().accepts(source.sizeBytes())) {
        return notNeeded(SkipReason.SIZE_OUT_OF_RANGE);
      }
      SkipReason current = twoWay.needless(source, wrote);
      if (current == null && !wrote && isLookedFor(source)) {
        current = present.skipReason(source);
      }
      if (current != null) {
        return notNeeded(current);
      }
      Source now;
      try {
        long roundBegan = nanoTime.getAsLong();
        Written written = write(source);
        if (twoWay.mustWriteAgain(source)) {
          written = write(source);
        }
        wrote = true;
        if (!looksAgain(written, roundBegan)) {
          return receipt(source, written);
        }
        now = lookAgain();
        if (now == null ? !removal.isAllowed() : isCopied(now, source, written)) {
          return receipt(source, written);
        }
      } catch (Unmet e) {
        // Looked at before it is believed: what is taken for gone is acknowledged and never copied.
        now = calls.head();
        if (now != null && now.sameContent(source)) {
          boolean again = refusedBefore;
          refusedBefore = true;
          switch (e.condition()) {
            case PRECONDITION, SOURCE_GONE -> {
              return refused(e, now);
            }
            // The event may have been wrong about the size, somebody may have aborted the upload,
            // and the source may be as it was before; but not twice.
            case UPLOAD_GONE, TOO_LARGE, SOURCE_CHANGED, REPLICA_CHANGED -> {
              inParts |= e.condition() == Unmet.Condition.TOO_LARGE;
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
   * The source after something was written. Of a two-way rule others may meanwhile take what was
   * written for a user's doing, so that more is tried before it is left to another attempt.
   */
  private @Nullable Source lookAgain() {
    for (int attempt = 1; ; attempt++) {
      try {
        return calls.head();
      } catch (CopyException e) {
        boolean mayPass =
            switch (e.reason()) {
              case THROTTLED, SERVICE_ERROR, NO_ANSWER -> true;
              default -> false;
            };
        if (!twoWay.isAsked() || !mayPass || attempt == LOOKS) {
          throw e;
        }
      }
    }
  }

  /** The state to begin with: the event's word where that is enough. */
  private @Nullable Source first() {
    boolean look = removal.isAsked() || plan.rule().options().needsHead() || twoWay.isAsked();
    Source told = look ? null : Source.of(plan.event());
    return told == null ? calls.head() : told;
  }

  private Written write(Source source) {
    HeadObjectResponse head = source.head();
    if (head == null || !ReplicaProperties.hidesMetadata(head)) {
      return head != null && isLarge(source)
          ? multipart.copy(source, head)
          : transfer.whole(source);
    }
    boolean large = source.sizeBytes() > MOST_IN_ONE_COPY || inParts;
    if (streams || twoWay.isAsked() || large) {
      throw calls.failure(
          FailureReason.NOT_SUPPORTED,
          plan.source()
              + " has metadata that S3 does not show (x-amz-missing-meta: "
              + head.missingMeta()
              + "), which only CopyObject of a rule that is not two-way copies, up to 5 GiB: put"
              + " the object again without it");
    }
    return transfer.whole(source);
  }

  private boolean isLookedFor(Source source) {
    return source.head() != null
        && PresentReplica.isLookedFor(plan.rule().options(), isLarge(source), streams);
  }

  /** A store may copy less in one request than this executor asks for. */
  private boolean isLarge(Source source) {
    return transfer.isLarge(source.sizeBytes()) || (inParts && source.sizeBytes() > 0);
  }

  private boolean looksAgain(Written written, long roundBegan) {
    Duration took = Duration.ofNanos(nanoTime.getAsLong() - roundBegan);
    boolean quick = took.compareTo(plan.rule().options().recheckAfter()) < 0 && !twoWay.isAsked();
    // Where nothing may be overwritten, a second round could not write.
    return plan.rule().options().overwrite()
        && (!quick || written.parts() > 0 || completion.wroteLater());
  }

  /**
   * Whether what was written is the source as it was found afterwards. To ask for an eTag is not to
   * ask for properties, and times are in seconds: the same content may have been put again.
   */
  private boolean isCopied(Source now, Source source, Written written) {
    if (!now.sameWrite(source)) {
      return false;
    }
    if (now.versionId() != null && written.sourceVersionId() != null) {
      return now.versionId().equals(written.sourceVersionId());
    }
    try {
      // What is not copied in one request within S3 has the properties that HEAD told of. So, in
      // the end, has what is: a store that does not copy properties as they are will not do so the
      // next time either.
      boolean asLooked = streams || written.parts() > 0 || twoWay.isAsked() || unlikeBefore;
      HeadObjectResponse copied = asLooked ? source.head() : atReplica.head();
      unlikeBefore = copied == null || !now.hasPropertiesOf(copied);
      return !unlikeBefore;
    } catch (CopyException e) {
      if (e.reason() == FailureReason.ACCESS_DENIED) {
        // Whoever may write replicas need not be allowed to read them; then eTag and time must do.
        return true;
      }
      throw e;
    }
  }

  /** A 412 or 404 although the source is what was asked for. */
  private CopyResult refused(Unmet e, Source now) {
    if (e.condition() == Unmet.Condition.PRECONDITION
        && !plan.rule().options().overwrite()
        && atReplica.confirmsThatSomethingExists(e)) {
      completion.completeEarlier(now);
      return notNeeded(SkipReason.DESTINATION_EXISTS);
    }
    if (e.getCause() instanceof CopyException own
        && e.condition() == Unmet.Condition.REPLICA_CHANGED) {
      throw own;
    }
    throw new CopyException(
        FailureReason.CONFLICT,
        "S3 says of " + plan.source() + ": " + e.condition() + ", and HeadObject that it is there",
        calls.count(),
        e.getCause());
  }

  private CopyResult notNeeded(SkipReason reason) {
    return new CopyResult.NotNeeded(reason, calls.count());
  }

  private DeleteReceipt deleteReceipt(@Nullable String versionId) {
    return new DeleteReceipt(versionId, calls.count(), elapsed(), clock.instant());
  }

  private CopyReceipt receipt(Source source, Written written) {
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
