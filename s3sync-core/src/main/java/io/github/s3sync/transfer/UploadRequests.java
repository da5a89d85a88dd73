package io.github.s3sync.transfer;

import io.github.s3sync.checksum.Checksums;
import io.github.s3sync.checksum.FullChecksum;
import io.github.s3sync.client.Patience;
import io.github.s3sync.copy.Conditions;
import io.github.s3sync.copy.CopyException;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.request.PartKeys;
import io.github.s3sync.request.ReplicaProperties;
import io.github.s3sync.request.S3Calls;
import io.github.s3sync.request.Source;
import io.github.s3sync.request.WriteResult;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.Tag;

/** Sends the requests that create, complete and abort an upload of the replica. */
final class UploadRequests {

  private static final Logger log = LoggerFactory.getLogger(MultipartCopy.class);

  private final CopyPlan plan;
  private final S3Calls calls;
  private final ReplicaProperties properties;

  UploadRequests(S3Calls calls, ReplicaProperties properties) {
    this.plan = calls.plan();
    this.calls = calls;
    this.properties = properties;
  }

  /**
   * Creates an upload.
   *
   * @param tags the tags that the replica has from its creation
   * @return the id of the upload
   */
  String create(HeadObjectResponse head, List<Tag> tags) {
    String uploadId;
    try {
      uploadId = begin(head, tags);
    } catch (CopyException e) {
      throw calls.isToAws() ? e : PartKeys.explain(plan, e);
    }
    if (uploadId == null) {
      throw calls.failure(
          FailureReason.NO_ANSWER,
          "CreateMultipartUpload " + plan.replica() + " was answered without an upload id");
    }
    return uploadId;
  }

  private @Nullable String begin(HeadObjectResponse head, List<Tag> tags) {
    return calls
        .write(
            "CreateMultipartUpload",
            (client, override) -> {
              CreateMultipartUploadRequest.Builder request =
                  CreateMultipartUploadRequest.builder()
                      .bucket(plan.replica().bucket())
                      .key(plan.replica().key())
                      .expectedBucketOwner(plan.destination().expectedOwner())
                      .requestPayer(calls.payer())
                      .overrideConfiguration(properties.withExpires(override, head));
              properties.applyTo(request, head, tags);
              return client.createMultipartUpload(request.build());
            })
        .uploadId();
  }

  /** Joins the parts, on the condition that the rule may write the replica. */
  WriteResult complete(
      Source source, HeadObjectResponse head, String uploadId, List<CompletedPart> parts) {
    CompleteMultipartUploadResponse answer =
        calls.write(
            "CompleteMultipartUpload",
            new Conditions(false, !plan.rule().options().overwrite()),
            Patience.LONG,
            (client, override) -> {
              CompleteMultipartUploadRequest.Builder request =
                  CompleteMultipartUploadRequest.builder()
                      .bucket(plan.replica().bucket())
                      .key(plan.replica().key())
                      .uploadId(uploadId)
                      .multipartUpload(u -> u.parts(parts))
                      // Other stores may reject a header that they do not support.
                      .mpuObjectSize(calls.isToAws() ? source.sizeBytes() : null)
                      .ifNoneMatch(plan.rule().options().overwrite() ? null : "*")
                      .expectedBucketOwner(plan.destination().expectedOwner())
                      .requestPayer(calls.payer())
                      .overrideConfiguration(override);
              expectChecksum(request, head);
              return client.completeMultipartUpload(request.build());
            });
    if (answer.eTag() == null) {
      throw calls.failure(
          FailureReason.NO_ANSWER,
          "CompleteMultipartUpload " + plan.replica() + " was answered without an ETag");
    }
    return new WriteResult(
        Source.unquoted(answer.eTag()), answer.versionId(), source.versionId(), parts.size());
  }

  /** Sets the source's full checksum, so that S3 itself rejects a wrong assembly. */
  private void expectChecksum(
      CompleteMultipartUploadRequest.Builder request, HeadObjectResponse head) {
    FullChecksum whole = properties.wholeChecksum(head);
    if (whole != null) {
      request.checksumType(ChecksumType.FULL_OBJECT);
      Checksums.set(request, whole.algorithm(), whole.value());
    }
  }

  /** Removes an upload and its parts; a failure is logged. */
  void abort(String uploadId) {
    // An interrupted thread could not send any further request, including this one.
    boolean interrupted = Thread.interrupted();
    try {
      calls.cleanUp(
          (client, override) ->
              client.abortMultipartUpload(
                  r ->
                      r.bucket(plan.replica().bucket())
                          .key(plan.replica().key())
                          .uploadId(uploadId)
                          .expectedBucketOwner(plan.destination().expectedOwner())
                          .requestPayer(calls.payer())
                          .overrideConfiguration(override)));
    } catch (NoSuchUploadException e) {
      log.atDebug().addKeyValue("replica", plan.replica()).log("the upload no longer exists");
    } catch (RuntimeException e) {
      log.atWarn()
          .addKeyValue("replica", plan.replica())
          .addKeyValue("uploadId", uploadId)
          .log(
              "could not abort the upload; its parts are billed until a lifecycle rule"
                  + " (AbortIncompleteMultipartUpload) removes them: {}",
              e.getMessage());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
