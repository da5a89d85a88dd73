package io.github.s3sync.copy;

import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.plan.SkipReason;
import io.github.s3sync.rule.TransferMode;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Makes one replica equal to its source as it is now, whatever happens meanwhile. Where the rule
 * takes deletes, a source that is gone has no replica.
 *
 * <p>Each round pins the source's entity tag, so what is written is one state of it and no mixture.
 * After a copy that took as long as {@code recheckAfter} the source is looked at once more, and if
 * it changed there is another round: whoever writes last has then looked after writing, so that of
 * two workers who race for one replica neither can leave the older content behind. For copies
 * quicker than that it holds once the event of the newer write is handled, too; with {@code
 * recheckAfter} zero, for all. After a delete the source is always looked at once more; but of a
 * delete that another process began and ended within such a quick copy nobody hears again.
 */
final class Convergence {

  /** Rounds before a source that changes all the time is left to a later event. */
  static final int MAX_ROUNDS = 5;

  private final CopyPlan plan;
  private final S3Calls calls;
  private final Transfer transfer;
  private final MultipartCopy multipart;
  private final Removal removal;
  private final Clock clock;
  private final long beganNanos = System.nanoTime();
  private boolean refusedBefore;
  private boolean wrote;

  Convergence(
      S3CopyExecutorBuilder with,
      Predicate<S3Client> isAws,
      DeleteBrake brake,
      CopyPlan plan,
      Deadline deadline) {
    this.plan = plan;
    this.calls = new S3Calls(plan, with.clients, deadline);
    this.removal = new Removal(plan, calls, brake);
    this.clock = with.clock;
    boolean streams = plan.rule().options().transfer() == TransferMode.STREAM;
    ReplicaProperties properties =
        new ReplicaProperties(
            plan.rule().options(),
            clock,
            streams ? streamedChecksum(with.clients, isAws, plan) : ChecksumChoice.OF_SOURCE);
    this.transfer =
        streams
            ? new Streamed(plan, calls, properties, with.streamPartSizeBytes)
            : new ServerSide(plan, calls, properties, isAws, with);
    this.multipart = new MultipartCopy(plan, calls, properties, with.concurrency, transfer);
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
      if (source != null && isLarge(source) && source.head() == null) {
        source = calls.head();
      }
      if (source == null) {
        SkipReason needless = removal.needless(wrote);
        if (needless != null) {
          return notNeeded(needless);
        }
        String versionId = removal.delete();
        source = calls.head();
        if (source == null) {
          return deleteReceipt(versionId);
        }
        continue;
      }
      if (!plan.rule().sizes().accepts(source.sizeBytes())) {
        return notNeeded(SkipReason.SIZE_OUT_OF_RANGE);
      }
      Source now;
      try {
        long roundBegan = System.nanoTime();
        Written written = write(source);
        wrote = true;
        now = lookAgain(source, written, roundBegan);
        if (now == null ? !removal.isAllowed() : now.sameWrite(source)) {
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
              return refused(e);
            }
            // The event may have been wrong about the size, somebody may have aborted the upload,
            // and the source may be as it was before; but not twice.
            case UPLOAD_GONE, TOO_LARGE, SOURCE_CHANGED -> {
              if (again) {
                return refused(e);
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

  /** The state to begin with: the event's word where that is enough. */
  private @Nullable Source first() {
    boolean look = removal.isAsked() || plan.rule().options().needsHead();
    Source told = look ? null : Source.of(plan.event());
    return told == null ? calls.head() : told;
  }

  private Written write(Source source) {
    return isLarge(source) && source.head() != null
        ? multipart.copy(source, source.head())
        : transfer.whole(source);
  }

  private boolean isLarge(Source source) {
    return transfer.isLarge(source.sizeBytes());
  }

  private static ChecksumChoice streamedChecksum(
      S3Clients clients, Predicate<S3Client> isAws, CopyPlan plan) {
    S3Client from = clients.source(plan);
    S3Client to = clients.destination(plan);
    if (isAws.test(to)) {
      return ChecksumChoice.OF_SOURCE_OR_S3;
    }
    Optional<URI> store = to.serviceClientConfiguration().endpointOverride();
    return store.equals(from.serviceClientConfiguration().endpointOverride())
        ? ChecksumChoice.OF_SOURCE
        : ChecksumChoice.NONE;
  }

  /** The source as it is now, as far as it has to be looked at; null if it is gone. */
  private @Nullable Source lookAgain(Source source, Written written, long roundBegan) {
    Duration took = Duration.ofNanos(System.nanoTime() - roundBegan);
    boolean quick = took.compareTo(plan.rule().options().recheckAfter()) < 0;
    // Where nothing may be overwritten, a second round could not write.
    if (!plan.rule().options().overwrite() || (quick && written.parts() == 0)) {
      return source;
    }
    return calls.head();
  }

  /** A 412 or 404 although the source is what was asked for. */
  private CopyResult refused(Unmet e) {
    if (e.condition() == Unmet.Condition.PRECONDITION && !plan.rule().options().overwrite()) {
      return notNeeded(SkipReason.DESTINATION_EXISTS);
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
    return Duration.ofNanos(System.nanoTime() - beganNanos);
  }
}
