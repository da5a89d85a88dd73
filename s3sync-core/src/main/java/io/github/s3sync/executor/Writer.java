package io.github.s3sync.executor;

import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.request.PartKeys;
import io.github.s3sync.request.ReplicaProperties;
import io.github.s3sync.request.S3Calls;
import io.github.s3sync.request.Source;
import io.github.s3sync.request.WriteResult;
import io.github.s3sync.transfer.MultipartCopy;
import io.github.s3sync.transfer.Transfer;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** Writes a replica: in one request or in parts. */
final class Writer {

  private static final long MAX_SINGLE_COPY_BYTES = 5L * 1024 * 1024 * 1024;

  private final CopyPlan plan;
  private final S3Calls calls;
  private final StepChoices choices;
  private final Transfer transfer;
  private final MultipartCopy multipart;
  private boolean inParts;

  Writer(S3Calls calls, StepChoices choices, Transfer transfer, MultipartCopy multipart) {
    this.plan = calls.plan();
    this.calls = calls;
    this.choices = choices;
    this.transfer = transfer;
    this.multipart = multipart;
  }

  /** Copies every object in parts from now on, because the store refused one request. */
  void copyInParts() {
    inParts = true;
  }

  /**
   * Tells whether to copy in parts. A store may support only smaller copies in one request than
   * this executor requests.
   */
  boolean isLarge(Source source) {
    return choices.isLarge(source.sizeBytes()) || (inParts && source.sizeBytes() > 0);
  }

  WriteResult write(Source source) {
    HeadObjectResponse head = source.head();
    if (head == null || !ReplicaProperties.hidesMetadata(head)) {
      return head != null && isLarge(source) && !avoidsParts(source)
          ? multipart.copy(source, head)
          : transfer.whole(source);
    }
    boolean large = source.sizeBytes() > MAX_SINGLE_COPY_BYTES || inParts;
    if (choices.streams() || choices.isTwoWay() || large) {
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
    boolean avoids = choices.avoidsParts();
    if (!avoids || (source.sizeBytes() <= MAX_SINGLE_COPY_BYTES && !inParts)) {
      return avoids;
    }
    if (PartKeys.isDecodable(plan.source().key())) {
      throw PartKeys.refusal(calls);
    }
    return false;
  }
}
