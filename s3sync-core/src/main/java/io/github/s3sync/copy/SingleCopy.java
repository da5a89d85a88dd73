package io.github.s3sync.copy;

import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import java.util.function.Predicate;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;

/** A copy in one request. */
final class SingleCopy {

  private final CopyPlan plan;
  private final S3Calls calls;
  private final ReplicaProperties properties;
  private final Predicate<S3Client> isAws;

  SingleCopy(
      CopyPlan plan, S3Calls calls, ReplicaProperties properties, Predicate<S3Client> isAws) {
    this.plan = plan;
    this.calls = calls;
    this.properties = properties;
    this.isAws = isAws;
  }

  Written copy(Source source) {
    CopyObjectResponse answer =
        calls.write(
            "CopyObject",
            new Conditions(true, !plan.rule().options().overwrite()),
            (client, with) -> {
              CopyObjectRequest.Builder request =
                  CopyObjectRequest.builder()
                      .sourceBucket(plan.source().bucket())
                      .sourceKey(plan.source().key())
                      .copySourceIfMatch(source.quotedETag())
                      .destinationBucket(plan.replica().bucket())
                      .destinationKey(plan.replica().key())
                      .ifNoneMatch(plan.rule().options().overwrite() ? null : "*")
                      .expectedSourceBucketOwner(plan.rule().sourceOwner())
                      .expectedBucketOwner(plan.destination().expectedOwner())
                      .requestPayer(calls.payer())
                      .overrideConfiguration(with);
              properties.onto(request, source.head(), isAws.test(client));
              return client.copyObject(request.build());
            });
    // S3 can answer 200 and then nothing: that is no proof of a copy.
    if (answer.copyObjectResult() == null || answer.copyObjectResult().eTag() == null) {
      throw calls.failure(
          FailureReason.NO_ANSWER,
          "CopyObject "
              + plan.source()
              + " to "
              + plan.replica()
              + " was answered without an ETag");
    }
    return new Written(
        Source.unquoted(answer.copyObjectResult().eTag()),
        answer.versionId(),
        answer.copySourceVersionId(),
        0);
  }
}
