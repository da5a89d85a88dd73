package io.github.s3sync.transfer;

import io.github.s3sync.checksum.Checksums;
import io.github.s3sync.client.Patience;
import io.github.s3sync.client.SdkVersion;
import io.github.s3sync.copy.ConditionNotMet;
import io.github.s3sync.copy.Conditions;
import io.github.s3sync.copy.CopyException;
import io.github.s3sync.event.Internal;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.request.ReplicaProperties;
import io.github.s3sync.request.S3Calls;
import io.github.s3sync.request.Source;
import io.github.s3sync.request.WriteResult;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.CopyPartResult;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.TaggingDirective;

/** Copies inside S3, so that the bytes never pass through this JVM. */
@Internal
public final class ServerSide implements Transfer {

  private final CopyPlan plan;
  private final S3Calls calls;
  private final ReplicaProperties properties;
  private final Completion completion;
  private final CopySettings settings;

  public ServerSide(
      S3Calls calls, ReplicaProperties properties, Completion completion, CopySettings settings) {
    this.plan = calls.plan();
    this.calls = calls;
    this.properties = properties;
    this.completion = completion;
    this.settings = settings;
  }

  @Override
  public PartLayout layout(long sizeBytes) {
    return PartLayout.of(sizeBytes, settings.partSizeBytes());
  }

  @Override
  public WriteResult whole(Source source) {
    S3Client client = calls.destination();
    boolean aws = calls.isToAws();
    boolean leavesTagsOut =
        !plan.rule().options().tags()
            && !calls.traits().isWithoutTagging(client, plan.source().bucket());
    HeadObjectResponse head = source.head();
    boolean verifies = !aws && plan.rule().options().verify();
    List<Tag> tags = verifies && head != null ? expectedTags(head) : List.of();
    CopyObjectResponse answer;
    try {
      answer = copyObject(source, leavesTagsOut);
    } catch (CopyException e) {
      boolean mayMeanTags =
          e.reason() == FailureReason.NOT_SUPPORTED || e.reason() == FailureReason.INVALID_REQUEST;
      if (aws || !leavesTagsOut || !mayMeanTags || sourceHasTags(source, e)) {
        throw e;
      }
      answer = copyObject(source, false);
    }
    // S3 can answer 200 with an empty body, which does not prove a copy.
    if (answer.copyObjectResult() == null || answer.copyObjectResult().eTag() == null) {
      throw calls.failure(
          FailureReason.NO_ANSWER,
          "CopyObject "
              + plan.source()
              + " to "
              + plan.replica()
              + " was answered without an ETag");
    }
    WriteResult written =
        new WriteResult(
            Source.unquoted(answer.copyObjectResult().eTag()),
            answer.versionId(),
            // Under a two-way rule the properties are those that were looked up.
            isTwoWay() ? source.versionId() : answer.copySourceVersionId(),
            0);
    return verifies && head != null ? completion.completeCopied(written, source, tags) : written;
  }

  /** Returns the tags that the replica must have. If HEAD counts tags, no count means no tags. */
  private List<Tag> expectedTags(HeadObjectResponse head) {
    if (head.tagCount() != null && head.tagCount() > 0) {
      calls.traits().rememberCountsTags(calls.destination());
    } else if (calls.traits().countsTags(calls.destination())) {
      return List.of();
    }
    return calls.tags(head);
  }

  private CopyObjectResponse copyObject(Source source, boolean leavesTagsOut) {
    return calls.write(
        "CopyObject",
        new Conditions(true, !plan.rule().options().overwrite()),
        Patience.copying(source.sizeBytes()),
        (client, override) -> {
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
                  .overrideConfiguration(withHeaders(override, source.head()));
          properties.applyTo(request, source.head());
          if (leavesTagsOut) {
            request.taggingDirective(TaggingDirective.REPLACE);
            // S3 does not need an empty set of tags with it, but some stores do.
            request.tagging(calls.isToAws() ? null : "");
          }
          return client.copyObject(request.build());
        });
  }

  /** Tells whether the source has tags, if a store rejects replacing tags. */
  private boolean sourceHasTags(Source source, CopyException refusal) {
    HeadObjectResponse head = source.head();
    if (head == null) {
      Source now = calls.head();
      if (now == null) {
        throw new ConditionNotMet(ConditionNotMet.Condition.SOURCE_GONE, refusal);
      }
      head = now.head();
    }
    return head == null || !calls.sourceTags(head).isEmpty();
  }

  private boolean isTwoWay() {
    return plan.rule().options().twoWay();
  }

  /** Adds headers for which only SDKs newer than {@link SdkVersion#MINIMUM} have methods. */
  private AwsRequestOverrideConfiguration withHeaders(
      AwsRequestOverrideConfiguration override, @Nullable HeadObjectResponse head) {
    AwsRequestOverrideConfiguration headers =
        calls.isToAws() ? ReplicaProperties.onAws(override) : override;
    if (head != null && properties.replacesMetadata(head)) {
      headers = properties.withExpires(headers, head);
    }
    return plan.rule().options().overwrite()
        ? headers
        : headers.toBuilder().putHeader("If-None-Match", "*").build();
  }

  @Override
  public Parts parts(Source source, PartLayout layout, String uploadId) {
    Patience patience = Patience.copying(layout.bytes(0));
    return part -> copyPart(source, uploadId, part + 1, layout.range(part), patience);
  }

  private CompletedPart copyPart(
      Source source, String uploadId, int number, String range, Patience patience) {
    CopyPartResult result =
        calls
            .write(
                "UploadPartCopy",
                new Conditions(true, false),
                patience,
                (client, override) ->
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
                                .overrideConfiguration(override)))
            .copyPartResult();
    if (result == null || result.eTag() == null) {
      throw calls.failure(
          FailureReason.NO_ANSWER,
          "UploadPartCopy of " + plan.replica() + " was answered without an ETag");
    }
    return Checksums.completed(number, result.eTag(), result);
  }
}
