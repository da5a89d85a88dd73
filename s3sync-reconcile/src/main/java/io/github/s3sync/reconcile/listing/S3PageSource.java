package io.github.s3sync.reconcile.listing;

import io.github.s3sync.copy.CopyException;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.plan.FailureReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.RequestPayer;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Lists a bucket by {@code ListObjectsV2}. Requests ask for URL-encoded keys, because XML cannot
 * represent every character of a key. The SDK decodes the keys.
 *
 * @since 0.1.0
 */
public final class S3PageSource implements PageSource {

  private final S3Client client;
  private final String bucket;
  private final @Nullable String expectedOwner;
  private final boolean requestPayer;

  /**
   * Creates a source of pages.
   *
   * @param client the client; the caller closes it
   * @param bucket the bucket
   * @param expectedOwner the account that must own the bucket; null for any account
   * @param requestPayer whether the requester agrees to pay for requests to a Requester Pays bucket
   */
  public S3PageSource(
      S3Client client, String bucket, @Nullable String expectedOwner, boolean requestPayer) {
    this.client = Objects.requireNonNull(client, "client");
    this.bucket = Objects.requireNonNull(bucket, "bucket");
    this.expectedOwner = expectedOwner;
    this.requestPayer = requestPayer;
  }

  @Override
  public ListingPage page(String prefix, @Nullable String startAfter, @Nullable String token) {
    ListObjectsV2Request request =
        ListObjectsV2Request.builder()
            .bucket(bucket)
            .prefix(prefix.isEmpty() ? null : prefix)
            .startAfter(token == null ? startAfter : null)
            .continuationToken(token)
            .encodingType(EncodingType.URL)
            .expectedBucketOwner(expectedOwner)
            .requestPayer(requestPayer ? RequestPayer.REQUESTER : null)
            .build();
    try {
      return page(client.listObjectsV2(request), prefix);
    } catch (SdkException e) {
      CopyException classified = CopyException.of(name(prefix), e, 1);
      throw new ListingException(
          classified.reason(), String.valueOf(classified.getMessage()), classified);
    } catch (IllegalArgumentException | NullPointerException e) {
      // The SDK did not expect a value, such as a key that cannot be decoded.
      throw new ListingException(
          FailureReason.NO_ANSWER, name(prefix) + " was answered in a form unknown here: " + e, e);
    }
  }

  private ListingPage page(ListObjectsV2Response answer, String prefix) {
    if (answer.isTruncated() == null) {
      throw new ListingException(
          FailureReason.NO_ANSWER,
          name(prefix) + " was answered without IsTruncated, so the end of the list is unknown",
          null);
    }
    List<ListedObject> objects = new ArrayList<>(answer.contents().size());
    for (S3Object object : answer.contents()) {
      if (object.key() == null || object.size() == null) {
        throw new ListingException(
            FailureReason.NO_ANSWER,
            name(prefix) + " was answered with an object without a key or a size",
            null);
      }
      objects.add(
          new ListedObject(
              object.key(), object.size(), unquoted(object.eTag()), object.lastModified()));
    }
    return new ListingPage(objects, answer.isTruncated(), answer.nextContinuationToken());
  }

  private static @Nullable String unquoted(@Nullable String eTag) {
    if (eTag == null) {
      return null;
    }
    String value = eTag.startsWith("W/") ? eTag.substring(2) : eTag;
    return value.replace("\"", "");
  }

  private String name(String prefix) {
    return "ListObjectsV2 " + new ObjectRef(bucket, prefix);
  }
}
