package io.github.s3sync.copy;

import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyPartResult;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.GetObjectTaggingResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.Tag;

/**
 * A copy in parts, for objects above what one request can or should copy. The bytes stay inside S3.
 * Whatever goes wrong, the upload is aborted, and only after every part that was begun has ended: a
 * part that arrives later would be stored, and billed, for nobody.
 */
final class MultipartCopy {

  private static final Logger log = LoggerFactory.getLogger(MultipartCopy.class);

  private final CopyPlan plan;
  private final S3Calls calls;
  private final ReplicaProperties properties;
  private final Concurrency concurrency;
  private final long partSizeBytes;
  private final AtomicLong slowestPartNanos = new AtomicLong();

  MultipartCopy(
      CopyPlan plan,
      S3Calls calls,
      ReplicaProperties properties,
      Concurrency concurrency,
      long partSizeBytes) {
    this.plan = plan;
    this.calls = calls;
    this.properties = properties;
    this.concurrency = concurrency;
    this.partSizeBytes = partSizeBytes;
  }

  Written copy(Source source, HeadObjectResponse head) {
    List<Tag> tags = tags(head);
    PartLayout layout = PartLayout.of(source.sizeBytes(), partSizeBytes);
    String uploadId = create(head, tags);
    try {
      CompletedPart[] parts = new CompletedPart[layout.parts()];
      concurrency.forEach(
          parts.length, i -> parts[i] = copyPart(source, uploadId, i + 1, layout.range(i)));
      return complete(source, head, uploadId, parts);
    } catch (RuntimeException | Error e) {
      abort(uploadId);
      throw e;
    }
  }

  private List<Tag> tags(HeadObjectResponse head) {
    if (!plan.rule().options().tags()) {
      return List.of();
    }
    GetObjectTaggingResponse answer =
        calls.read(
            "GetObjectTagging",
            (client, with) ->
                client.getObjectTagging(
                    r ->
                        r.bucket(plan.source().bucket())
                            .key(plan.source().key())
                            .expectedBucketOwner(plan.rule().sourceOwner())
                            .requestPayer(calls.payer())
                            .overrideConfiguration(with)));
    // No body at all is how some stores say that there are no tags, and how an answer is lost.
    if (answer.tagSet().isEmpty() && head.tagCount() != null && head.tagCount() > 0) {
      throw calls.failure(
          FailureReason.NO_ANSWER,
          "GetObjectTagging "
              + plan.source()
              + " was answered without tags, and HeadObject says that there are "
              + head.tagCount());
    }
    return answer.tagSet();
  }

  private String create(HeadObjectResponse head, List<Tag> tags) {
    String uploadId =
        calls
            .write(
                "CreateMultipartUpload",
                (client, with) -> {
                  // As text: what is no date is carried as it is, where a typed field would lose
                  // it.
                  if (head.expiresString() != null) {
                    with = with.toBuilder().putHeader("Expires", head.expiresString()).build();
                  }
                  CreateMultipartUploadRequest.Builder request =
                      CreateMultipartUploadRequest.builder()
                          .bucket(plan.replica().bucket())
                          .key(plan.replica().key())
                          .expectedBucketOwner(plan.destination().expectedOwner())
                          .requestPayer(calls.payer())
                          .overrideConfiguration(with);
                  properties.onto(request, head, tags);
                  return client.createMultipartUpload(request.build());
                })
            .uploadId();
    if (uploadId == null) {
      throw calls.failure(
          FailureReason.NO_ANSWER,
          "CreateMultipartUpload " + plan.replica() + " was answered without an upload id");
    }
    return uploadId;
  }

  private CompletedPart copyPart(Source source, String uploadId, int number, String range) {
    Duration left = calls.deadline().remaining();
    if (calls.deadline().isSet() && left.toNanos() < slowestPartNanos.get()) {
      throw calls.failure(
          FailureReason.NOT_ENOUGH_TIME,
          "part " + number + " of " + plan.replica() + " would not end in time");
    }
    long began = System.nanoTime();
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
    slowestPartNanos.accumulateAndGet(System.nanoTime() - began, Math::max);
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

  private Written complete(
      Source source, HeadObjectResponse head, String uploadId, CompletedPart[] parts) {
    CompleteMultipartUploadResponse answer =
        calls.write(
            "CompleteMultipartUpload",
            new Conditions(false, !plan.rule().options().overwrite()),
            (client, with) -> {
              CompleteMultipartUploadRequest.Builder request =
                  CompleteMultipartUploadRequest.builder()
                      .bucket(plan.replica().bucket())
                      .key(plan.replica().key())
                      .uploadId(uploadId)
                      .multipartUpload(u -> u.parts(Arrays.asList(parts)))
                      .mpuObjectSize(source.sizeBytes())
                      .ifNoneMatch(plan.rule().options().overwrite() ? null : "*")
                      .expectedBucketOwner(plan.destination().expectedOwner())
                      .requestPayer(calls.payer())
                      .overrideConfiguration(with);
              expectChecksum(request, head);
              return client.completeMultipartUpload(request.build());
            });
    if (answer.eTag() == null) {
      throw calls.failure(
          FailureReason.NO_ANSWER,
          "CompleteMultipartUpload " + plan.replica() + " was answered without an ETag");
    }
    return new Written(Source.unquoted(answer.eTag()), answer.versionId(), parts.length);
  }

  /** Hands over the source's checksum of the whole, so that S3 itself refuses a wrong assembly. */
  private void expectChecksum(
      CompleteMultipartUploadRequest.Builder request, HeadObjectResponse head) {
    ChecksumAlgorithm algorithm = properties.checksum(head);
    if (algorithm == null || head.checksumType() != ChecksumType.FULL_OBJECT) {
      return;
    }
    if (ReplicaProperties.checksumType(algorithm) == ChecksumType.FULL_OBJECT) {
      request
          .checksumType(ChecksumType.FULL_OBJECT)
          .checksumCRC64NVME(
              algorithm == ChecksumAlgorithm.CRC64_NVME ? head.checksumCRC64NVME() : null)
          .checksumCRC32(algorithm == ChecksumAlgorithm.CRC32 ? head.checksumCRC32() : null)
          .checksumCRC32C(algorithm == ChecksumAlgorithm.CRC32_C ? head.checksumCRC32C() : null);
    }
  }

  private void abort(String uploadId) {
    // An interrupted thread could send nothing more, this request included.
    boolean interrupted = Thread.interrupted();
    try {
      calls.tidy(
          (client, with) ->
              client.abortMultipartUpload(
                  r ->
                      r.bucket(plan.replica().bucket())
                          .key(plan.replica().key())
                          .uploadId(uploadId)
                          .expectedBucketOwner(plan.destination().expectedOwner())
                          .requestPayer(calls.payer())
                          .overrideConfiguration(with)));
    } catch (NoSuchUploadException e) {
      log.atDebug().addKeyValue("replica", plan.replica()).log("the upload was gone already");
    } catch (RuntimeException e) {
      log.atWarn()
          .addKeyValue("replica", plan.replica())
          .addKeyValue("uploadId", uploadId)
          .log(
              "could not abort an upload: its parts are billed until a lifecycle rule"
                  + " (AbortIncompleteMultipartUpload) removes them: {}",
              e.getMessage());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
