package io.github.s3sync.transfer;

import io.github.s3sync.copy.Concurrency;
import io.github.s3sync.copy.ConditionNotMet;
import io.github.s3sync.copy.CopyException;
import io.github.s3sync.event.Internal;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.request.ReplicaCalls;
import io.github.s3sync.request.ReplicaProperties;
import io.github.s3sync.request.S3Calls;
import io.github.s3sync.request.Source;
import io.github.s3sync.request.WriteResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.Tag;

/**
 * Copies an object in parts, if it is larger than one request can or should copy. A part that fails
 * with a retryable error is retried. If the copy fails, its upload is aborted after every started
 * part has ended: a part that arrives later would be stored and billed without use. After a
 * retryable failure, the upload is left unfinished for a later execution if that is safe, see
 * {@link Resumption}.
 */
@Internal
public final class MultipartCopy {

  private static final Logger log = LoggerFactory.getLogger(MultipartCopy.class);

  /** The time for completing an upload, per part: up to half a minute in total. */
  private static final Duration COMPLETING_PER_PART = Duration.ofMillis(3);

  private final CopyPlan plan;
  private final S3Calls calls;
  private final UploadRequests uploads;
  private final Completion completion;
  private final Concurrency concurrency;
  private final Transfer transfer;
  private final Resumption resumption;
  private final Duration retryPause;
  private final Duration atBegin;
  private final AtomicLong slowestPartNanos = new AtomicLong();

  public MultipartCopy(
      S3Calls calls,
      ReplicaCalls atReplica,
      ReplicaProperties properties,
      Completion completion,
      CopySettings settings,
      Transfer transfer) {
    this.plan = calls.plan();
    this.calls = calls;
    this.uploads = new UploadRequests(calls, properties);
    this.completion = completion;
    this.atBegin = calls.deadline().remaining();
    this.concurrency = settings.concurrency();
    this.transfer = transfer;
    this.resumption = new Resumption(atReplica, properties, new OpenUploads(calls));
    this.retryPause = settings.partRetryPause();
  }

  public WriteResult copy(Source source, HeadObjectResponse head) {
    List<Tag> tags = calls.tags(head);
    PartLayout layout = transfer.layout(source.sizeBytes());
    OpenUpload left = resumption.find(head, layout);
    if (left != null) {
      WriteResult written = resume(source, head, tags, layout, left);
      if (written != null) {
        return written;
      }
    }
    OpenUpload created =
        OpenUpload.created(uploads.create(head, completion.atCreation(tags)), layout);
    WriteResult written = finish(source, head, tags, layout, created);
    return completion.complete(written, created.parts(), source, tags);
  }

  /**
   * Returns null if the upload cannot be completed, or if the result is not the expected replica.
   */
  private @Nullable WriteResult resume(
      Source source, HeadObjectResponse head, List<Tag> tags, PartLayout layout, OpenUpload left) {
    log.atDebug()
        .addKeyValue("replica", plan.replica())
        .log("resuming unfinished multipart upload");
    WriteResult written;
    try {
      written = finish(source, head, tags, layout, left);
    } catch (CopyException | ConditionNotMet e) {
      if (resumption.isUseless(left, e)) {
        log.atInfo()
            .addKeyValue("replica", plan.replica())
            .addKeyValue("uploadId", left.id())
            .log(
                "cannot complete the unfinished multipart upload, creating a new one: {}",
                e.getMessage());
        return null;
      }
      throw e;
    }
    try {
      WriteResult named = completion.complete(written, left.parts(), source, tags);
      return resumption.isAsWanted(source, tags) ? named : null;
    } catch (CopyException e) {
      if (e.reason() == FailureReason.INTEGRITY || e.reason() == FailureReason.NOT_SUPPORTED) {
        return null;
      }
      throw e;
    }
  }

  private WriteResult finish(
      Source source,
      HeadObjectResponse head,
      List<Tag> tags,
      PartLayout layout,
      OpenUpload upload) {
    AtomicInteger copied = new AtomicInteger();
    try {
      Transfer.Parts copies = transfer.parts(source, layout, upload.id());
      PartRetries retries = new PartRetries(calls.deadline(), retryPause, copies::stop);
      concurrency.forEach(
          layout.parts(),
          transfer.atOnce(layout),
          i -> {
            if (!upload.has(i)) {
              upload.add(i, retries.run(() -> copyPart(copies, i)));
              copied.incrementAndGet();
            }
          });
      copies.check();
      requireTimeToComplete(layout);
      return retries.run(() -> completeOrFind(source, head, tags, upload));
    } catch (RuntimeException | Error e) {
      if (!upload.isResumed() && !resumption.mayLeave(e, copied.get())) {
        uploads.abort(upload.id());
      } else {
        log.atInfo()
            .addKeyValue("replica", plan.replica())
            .addKeyValue("uploadId", upload.id())
            .log("multipart copy failed, upload left unfinished for resumption");
        if (e instanceof CopyException failure) {
          throw failure.keeping(copied.get());
        }
      }
      throw e;
    }
  }

  private CompletedPart copyPart(Transfer.Parts parts, int index) {
    Duration left = calls.deadline().remaining();
    if (calls.deadline().isSet() && left.toNanos() < slowestPartNanos.get()) {
      throw calls.failure(
          FailureReason.NOT_ENOUGH_TIME,
          "part " + (index + 1) + " of " + plan.replica() + " would not end in time");
    }
    long began = calls.deadline().nanoTime();
    CompletedPart part = parts.copy(index);
    slowestPartNanos.accumulateAndGet(calls.deadline().nanoTime() - began, Math::max);
    return part;
  }

  /**
   * Fails if too little time is left to complete the upload: S3 may need minutes for many parts,
   * and the next execution finds all parts. If the upload cannot be resumed, completion is
   * attempted nevertheless.
   */
  private void requireTimeToComplete(PartLayout layout) {
    Duration least = COMPLETING_PER_PART.multipliedBy(layout.parts());
    Duration cap = atBegin.dividedBy(4);
    if (resumption.isPossible()
        && calls.deadline().isSet()
        && calls.deadline().remaining().compareTo(least.compareTo(cap) < 0 ? least : cap) < 0) {
      throw calls.failure(
          FailureReason.NOT_ENOUGH_TIME,
          "all parts of "
              + plan.replica()
              + " are copied, but too little time is left to complete the upload");
    }
  }

  /**
   * Completes an upload. If the answer of a store other than S3 is lost or cannot be read, the
   * object at the replica's key is looked up, see {@link Completion#found}.
   */
  private WriteResult completeOrFind(
      Source source, HeadObjectResponse head, List<Tag> tags, OpenUpload upload) {
    try {
      return uploads.complete(source, head, upload.id(), upload.parts());
    } catch (CopyException | ConditionNotMet e) {
      boolean unknown =
          e instanceof CopyException failure
              ? failure.reason() == FailureReason.NO_ANSWER
              : ((ConditionNotMet) e).condition() == ConditionNotMet.Condition.UPLOAD_GONE;
      WriteResult found =
          unknown && !calls.isToAws() ? completion.found(source, upload.parts(), tags) : null;
      if (found == null) {
        throw e;
      }
      return found;
    }
  }
}
