package io.github.s3sync.setup.check;

import io.github.s3sync.key.ObjectRef;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectTaggingResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.RequestPayer;

/** Sends the requests that read the objects of one bucket. */
final class ObjectCalls {

  private static final String GET = "s3:GetObject";
  private static final String FIRST = "bytes=0-0";

  private final S3Client client;
  private final String bucket;
  private final @Nullable String owner;
  private final @Nullable RequestPayer payer;

  ObjectCalls(
      S3Client client, String bucket, @Nullable String owner, @Nullable RequestPayer payer) {
    this.client = client;
    this.bucket = bucket;
    this.owner = owner;
    this.payer = payer;
  }

  Attempt<ListObjectsV2Response> list(String prefix, int most) {
    Attempt<ListObjectsV2Response> listing =
        attempt(
            "ListObjectsV2",
            prefix,
            () ->
                client.listObjectsV2(
                    r ->
                        r.bucket(bucket)
                            .prefix(prefix)
                            .maxKeys(most)
                            .expectedBucketOwner(owner)
                            .requestPayer(payer)));
    return listing.value() != null && listing.value().name() == null
        ? Attempt.inconclusive(listing.text() + ": the answer contains no listing")
        : listing;
  }

  Attempt<HeadObjectResponse> head(String key) {
    return attempt(
        "HeadObject",
        key,
        () ->
            client.headObject(
                r -> r.bucket(bucket).key(key).expectedBucketOwner(owner).requestPayer(payer)));
  }

  Verdict tagging(String key, boolean exists, Verdict list) {
    Attempt<GetObjectTaggingResponse> answer =
        attempt(
            "GetObjectTagging",
            key,
            () ->
                client.getObjectTagging(
                    r -> r.bucket(bucket).key(key).expectedBucketOwner(owner).requestPayer(payer)));
    if (answer.value() != null && !answer.value().hasTagSet()) {
      return Verdict.unknown(answer.text() + ": the answer contains no tags");
    }
    return answer.is(Attempt.Kind.NOT_IMPLEMENTED)
        ? Verdict.ofOption(answer, "switch off the option tags")
        : Verdict.ofObject("s3:GetObjectTagging", answer, exists, list);
  }

  /**
   * Returns the verdict of HeadObject on s3:GetObject; if that is inconclusive, sends GetObject.
   */
  Verdict reading(String key, Attempt<HeadObjectResponse> head, boolean exists, Verdict list) {
    Verdict verdict = Verdict.ofObject(GET, head, exists, list);
    return head.is(Attempt.Kind.REFUSED) && !verdict.isError()
        ? Verdict.ofObject(GET, get(key), exists, list)
        : verdict;
  }

  /** Sends GetObject with a condition that cannot hold, so that no content is read. */
  private Attempt<GetObjectResponse> get(String key) {
    return get(key, UploadCalls.NONE);
  }

  /**
   * Reads the first byte. For an empty object S3 answers 416, after it has checked the permissions.
   */
  Attempt<GetObjectResponse> firstByte(String key) {
    return get(key, null);
  }

  private Attempt<GetObjectResponse> get(String key, @Nullable String ifMatch) {
    return attempt(
        "GetObject",
        key,
        () ->
            client
                .getObjectAsBytes(
                    r ->
                        r.bucket(bucket)
                            .key(key)
                            .ifMatch(ifMatch)
                            .range(FIRST)
                            .expectedBucketOwner(owner)
                            .requestPayer(payer))
                .response());
  }

  <T> Attempt<T> attempt(String operation, String key, Supplier<T> call) {
    return Attempt.of(operation + " " + new ObjectRef(bucket, key), call);
  }
}
