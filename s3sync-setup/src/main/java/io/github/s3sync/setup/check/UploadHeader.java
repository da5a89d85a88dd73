package io.github.s3sync.setup.check;

import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/**
 * Lists the parts of a write that require their own permission.
 *
 * @see <a href=
 *     "https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html">CreateMultipartUpload:
 *     permissions</a>
 */
enum UploadHeader {
  TAGS("s3:PutObjectTagging", "switch off the option tags"),
  ACL("s3:PutObjectAcl", "set the option acl to none"),
  RETENTION(
      "s3:PutObjectRetention",
      "enable Object Lock on the bucket, or leave out the option objectLock"),
  LEGAL_HOLD(
      "s3:PutObjectLegalHold",
      "enable Object Lock on the bucket, or leave out the option objectLock"),
  KEY("kms:GenerateDataKey", "check the option encryption and its key");

  private final String action;
  private final String advice;

  UploadHeader(String action, String advice) {
    this.action = action;
    this.advice = advice;
  }

  String action() {
    return action;
  }

  /** Returns the advice for a store that does not accept the header. */
  String advice() {
    return advice;
  }

  void removeFrom(CreateMultipartUploadRequest.Builder request) {
    switch (this) {
      case TAGS -> request.tagging((String) null);
      case ACL -> request.acl((String) null);
      case RETENTION -> request.objectLockMode((String) null).objectLockRetainUntilDate(null);
      case LEGAL_HOLD -> request.objectLockLegalHoldStatus((String) null);
      // The keys of S3 require no permission.
      case KEY ->
          request
              .serverSideEncryption(ServerSideEncryption.AES256)
              .ssekmsKeyId(null)
              .bucketKeyEnabled(null);
    }
  }
}
