package io.github.s3sync.request;

import io.github.s3sync.client.StoreTraits;
import io.github.s3sync.copy.CopyException;
import io.github.s3sync.copy.ErrorCodes;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.plan.FailureReason;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectTaggingResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.Tag;

/**
 * Reads the tags of an object from stores of all kinds. Some answer {@code NoSuchTagSet} for an
 * object without tags. Some stores other than S3 do not implement tagging, so no object has tags.
 */
final class TagReads {

  /** The error codes that stores return, with 400 instead of 501, for an unknown subresource. */
  private static final Set<String> UNKNOWN =
      Set.of(
          "NotImplemented",
          "UnsupportedOperation",
          "MethodNotAllowed",
          "InvalidRequest",
          "InvalidArgument");

  private static final int BAD_REQUEST = 400;

  private final StoreTraits traits;

  TagReads(StoreTraits traits) {
    this.traits = traits;
  }

  /**
   * Reads the tags.
   *
   * @param client the client of the object's store
   * @param object the object
   * @param head the answer to HEAD; S3 counts the tags, other stores may not
   * @param request the GetObjectTagging request
   */
  List<Tag> of(
      S3Calls calls,
      S3Client client,
      ObjectRef object,
      HeadObjectResponse head,
      Supplier<GetObjectTaggingResponse> request) {
    boolean counted = head.tagCount() != null && head.tagCount() > 0;
    if (!counted && traits.isWithoutTagging(client, object.bucket())) {
      return List.of();
    }
    List<Tag> tags;
    try {
      tags = request.get().tagSet();
      traits.rememberTagging(client, object);
    } catch (CopyException e) {
      if (!(e.getCause() instanceof AwsServiceException answer)) {
        throw e;
      }
      boolean unknown = !counted && !traits.isAws(client) && isUnknownOperation(answer);
      if (unknown) {
        // A 400 may concern only this request.
        if (answer.statusCode() != BAD_REQUEST) {
          traits.rememberWithoutTagging(client, object);
        }
      } else if (!ErrorCodes.code(answer).startsWith("NoSuchTagSet")) {
        throw e;
      }
      tags = List.of();
    }
    if (tags.isEmpty() && counted) {
      // Some stores answer with an empty body if there are no tags; an empty body may also be a
      // lost answer.
      throw calls.failure(
          FailureReason.NO_ANSWER,
          "GetObjectTagging "
              + object
              + " was answered without tags, but HeadObject reports "
              + head.tagCount());
    }
    return tags;
  }

  private static boolean isUnknownOperation(AwsServiceException answer) {
    return switch (answer.statusCode()) {
      case 405, 501 -> true;
      case BAD_REQUEST -> UNKNOWN.contains(ErrorCodes.code(answer));
      default -> false;
    };
  }
}
