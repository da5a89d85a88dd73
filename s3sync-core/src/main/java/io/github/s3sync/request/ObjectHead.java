package io.github.s3sync.request;

import io.github.s3sync.copy.ConditionNotMet;
import io.github.s3sync.copy.CopyException;
import io.github.s3sync.copy.S3Errors;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.plan.FailureReason;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Looks up one object. The answer to HEAD has no body, so an error has no error code: 400 may mean
 * an expired token, and 403 a wrong clock. Such an error is explained by the error code of {@code
 * GetObject} for the first byte, which needs the same permission.
 */
final class ObjectHead {

  private ObjectHead() {}

  /**
   * Looks up an object.
   *
   * @return the answer, with an ETag and a length
   * @throws ConditionNotMet if there is none
   */
  static HeadObjectResponse of(S3Calls calls, S3Client client, HeadObjectRequest request) {
    HeadObjectResponse head = ask(calls, client, request);
    if (head.eTag() != null && head.contentLength() != null) {
      return head;
    }
    String problem = name(request) + " was answered without an ETag or Content-Length";
    if (head.lastModified() == null) {
      // A store always sends at least one of the three, so this answer came from something else.
      throw calls.failure(FailureReason.NO_ANSWER, problem);
    }
    throw calls.failure(
        FailureReason.NOT_SUPPORTED,
        problem
            + ": the store, or a proxy that compresses its answers, omits it; expected both, as S3"
            + " sends them");
  }

  private static HeadObjectResponse ask(S3Calls calls, S3Client client, HeadObjectRequest request) {
    try {
      HeadObjectResponse answer =
          calls.ask(
              () -> name(request),
              override ->
                  client.headObject(request.toBuilder().overrideConfiguration(override).build()));
      calls.rememberAccepted(client);
      return answer;
    } catch (CopyException e) {
      if (!S3Errors.isRefusalWithoutCode(e)) {
        throw e;
      }
      askForFirstByte(calls, client, request);
      throw new CopyException(
          e.reason(), String.valueOf(e.getMessage()), calls.count(), e.getCause());
    }
  }

  /** Throws an exception that explains the error, or returns if there is no explanation. */
  private static void askForFirstByte(S3Calls calls, S3Client client, HeadObjectRequest request) {
    try {
      calls.ask(
          () -> name(request),
          override ->
              client.getObject(
                  GetObjectRequest.builder()
                      .bucket(request.bucket())
                      .key(request.key())
                      .range("bytes=0-0")
                      .expectedBucketOwner(request.expectedBucketOwner())
                      .requestPayer(request.requestPayer())
                      .overrideConfiguration(override)
                      .build(),
                  (answer, body) -> {
                    // Cancelled: a store that ignores the range would send the whole object.
                    body.abort();
                    return answer;
                  }));
    } catch (ConditionNotMet e) {
      // The object is empty (416), or it is now gone: neither explains the error.
    }
  }

  private static String name(HeadObjectRequest request) {
    return "HeadObject " + new ObjectRef(request.bucket(), request.key());
  }
}
