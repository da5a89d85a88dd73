package io.github.s3sync.copy;

import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import java.util.function.Predicate;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.CopyPartResult;

/** Copies inside S3: the bytes never pass through this JVM. */
final class ServerSide implements Transfer {

  private final CopyPlan plan;
  private final S3Calls calls;
  private final ReplicaProperties properties;
  private final Predicate<S3Client> isAws;
  private final S3CopyExecutorBuilder limits;

  ServerSide(
      CopyPlan plan,
      S3Calls calls,
      ReplicaProperties properties,
      Predicate<S3Client> isAws,
      S3CopyExecutorBuilder limits) {
    this.plan = plan;
    this.calls = calls;
    this.properties = properties;
    this.isAws = isAws;
    this.limits = limits;
  }

  @Override
  public boolean isLarge(long sizeBytes) {
    return sizeBytes > limits.multipartThresholdBytes;
  }

  @Override
  public PartLayout layout(long sizeBytes) {
    return PartLayout.of(sizeBytes, limits.partSizeBytes);
  }

  @Override
  public Written whole(Source source) {
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
                      .expectedSourceBucketOwner(plan.rule().sourceOwner())
                      .expectedBucketOwner(plan.destination().expectedOwner())
                      .requestPayer(calls.payer())
                      .overrideConfiguration(withHeaders(with, isAws.test(client)));
              properties.onto(request, source.head());
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

  /** What only newer SDKs than {@link SdkVersion#MINIMUM} have methods for. */
  private AwsRequestOverrideConfiguration withHeaders(
      AwsRequestOverrideConfiguration with, boolean aws) {
    AwsRequestOverrideConfiguration headers = aws ? ReplicaProperties.onAws(with) : with;
    return plan.rule().options().overwrite()
        ? headers
        : headers.toBuilder().putHeader("If-None-Match", "*").build();
  }

  @Override
  public Parts parts(Source source, PartLayout layout, String uploadId) {
    return part -> copyPart(source, uploadId, part + 1, layout.range(part));
  }

  private CompletedPart copyPart(Source source, String uploadId, int number, String range) {
    CopyPartResult result =
        calls
            .write(
                "UploadPartCopy",
                new Conditions(true, false),
                (client, with) ->
                    client.uploadPartCopy(
                        r ->
                            r.sourceBucket(plan.source().bucket())
                                .sourceKey(plan.source().key())
                                .copySourceIfMatch(source.quotedETag())
                                .copySourceRange(range)
                                .destinationBucket(plan.replica().bucket())
                                .destinationKey(plan.replica().key())
                                .uploadId(uploadId)
                                .partNumber(number)
                                .expectedSourceBucketOwner(plan.rule().sourceOwner())
                                .expectedBucketOwner(plan.destination().expectedOwner())
                                .requestPayer(calls.payer())
                                .overrideConfiguration(with)))
            .copyPartResult();
    if (result == null || result.eTag() == null) {
      throw calls.failure(
          FailureReason.NO_ANSWER,
          "UploadPartCopy of " + plan.replica() + " was answered without an ETag");
    }
    return CompletedPart.builder()
        .partNumber(number)
        .eTag(result.eTag())
        .checksumCRC32(result.checksumCRC32())
        .checksumCRC32C(result.checksumCRC32C())
        .checksumCRC64NVME(result.checksumCRC64NVME())
        .checksumSHA1(result.checksumSHA1())
        .checksumSHA256(result.checksumSHA256())
        .build();
  }
}
