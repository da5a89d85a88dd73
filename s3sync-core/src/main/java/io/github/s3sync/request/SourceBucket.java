package io.github.s3sync.request;

import io.github.s3sync.copy.ConditionNotMet;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.plan.FailureReason;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.RequestPayer;

/**
 * Distinguishes a missing key from a missing bucket. The answer to HEAD has no body that tells
 * which of them is missing. If a missing bucket counted as a deleted object, every object of it
 * would be lost.
 */
final class SourceBucket {

  private final S3Calls calls;
  private boolean seen;

  SourceBucket(S3Calls calls) {
    this.calls = calls;
  }

  /** Remembers that an object of the bucket was found. */
  void seen() {
    seen = true;
  }

  /** Checks that the bucket exists, unless an object of it was found before. */
  void requireExists(S3Client client) {
    if (seen) {
      return;
    }
    ObjectRef source = calls.plan().source();
    try {
      calls.ask(
          () -> "HeadBucket " + source.bucket(),
          override ->
              client.headBucket(
                  r ->
                      r.bucket(source.bucket())
                          .expectedBucketOwner(calls.plan().rule().sourceOwner())
                          .overrideConfiguration(withRequestPayer(override))));
    } catch (ConditionNotMet e) {
      calls.requireGone("HeadBucket " + source.bucket(), e);
      throw calls.failure(
          FailureReason.BUCKET_NOT_FOUND,
          "the source bucket '" + source.bucket() + "' does not exist");
    }
    seen = true;
  }

  /** Adds the requester-pays header, for which the request has no property. */
  private AwsRequestOverrideConfiguration withRequestPayer(
      AwsRequestOverrideConfiguration override) {
    RequestPayer payer = calls.payer();
    return payer == null
        ? override
        : override.toBuilder().putHeader("x-amz-request-payer", payer.toString()).build();
  }
}
