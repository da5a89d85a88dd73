package io.github.s3sync.setup.check;

import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.request.TrialProperties;
import io.github.s3sync.setup.finding.Check;
import io.github.s3sync.setup.finding.Severity;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.StorageClass;

/**
 * Sends a complete copy request on the condition that the source has an entity tag that no object
 * has: S3 answers 412 where it would copy. This shows refusals that no single permission shows,
 * such as a policy that denies copies. Only S3 itself is asked, since other stores might ignore the
 * condition.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html">CopyObject</a>
 */
final class CopyTrial {

  private static final long MAX_BYTES = 5L << 30;

  private final Route route;
  private final S3Client client;

  CopyTrial(Route route, S3Client client) {
    this.route = route;
    this.client = client;
  }

  /**
   * Returns whether one request can copy the object: S3 refuses large and archived objects whatever
   * the permissions are.
   */
  private static boolean isCopied(HeadObjectResponse head) {
    return head.contentLength() <= MAX_BYTES
        && head.archiveStatus() == null
        && head.storageClass() != StorageClass.GLACIER
        && head.storageClass() != StorageClass.DEEP_ARCHIVE;
  }

  void run(Sample sample, HeadObjectResponse head) {
    if (route.streams() || !route.isAws(client) || !isCopied(head)) {
      return;
    }
    ObjectRef replica = new ObjectRef(route.destination().bucket(), sample.replica());
    CopyObjectRequest.Builder request =
        CopyObjectRequest.builder()
            .sourceBucket(route.rule().sourceBucket())
            .sourceKey(sample.key())
            .copySourceIfMatch(UploadCalls.NONE)
            .expectedSourceBucketOwner(route.rule().sourceOwner())
            .destinationBucket(replica.bucket())
            .destinationKey(replica.key())
            .expectedBucketOwner(route.destination().expectedOwner())
            .requestPayer(route.payer());
    TrialProperties.applyToCopy(request, route.rule().options(), head);
    Attempt<CopyObjectResponse> answer =
        Attempt.of("CopyObject to " + replica, () -> client.copyObject(request.build()));
    String subject = "s3://" + replica.bucket();
    switch (answer.kind()) {
      case CONDITION_NOT_MET -> route.add(Severity.OK, Check.COPY, subject, "a copy would be made");
      case REFUSED, NO_BUCKET, WRONG_REGION, NO_ROLE, NO_CREDENTIALS, NOT_IMPLEMENTED, REJECTED ->
          route.add(
              Severity.ERROR,
              Check.COPY,
              subject,
              "CopyObject is refused, although no other request was: " + answer.text());
      case GONE, INCONCLUSIVE ->
          route.add(
              Severity.UNKNOWN,
              Check.COPY,
              subject,
              "it is not known whether CopyObject is allowed: " + answer.text());
      case DONE ->
          route.add(
              Severity.WARNING,
              Check.LEFT_BEHIND,
              subject,
              "the store ignored the condition of the request and created " + replica);
    }
  }
}
