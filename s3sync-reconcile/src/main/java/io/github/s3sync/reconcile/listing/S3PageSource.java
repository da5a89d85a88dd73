package io.github.s3sync.reconcile.listing;

import io.github.s3sync.copy.CopyException;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.plan.FailureReason;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.RequestPayer;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Lists a bucket by {@code ListObjectsV2}, or by {@code ListObjects} if the store supports only
 * that operation. Requests ask for URL-encoded keys, because XML cannot represent every character
 * of a key. {@link ListedContents} parses and decodes them as the SDK does, but faster.
 *
 * @since 0.1.0
 */
public final class S3PageSource implements PageSource {

  /** Tokens begin with the version of the operation that continues the listing. */
  private static final String V1 = "1:";

  private static final String V2 = "2:";

  private final S3Client client;
  private final String bucket;
  private final @Nullable String expectedOwner;
  private final boolean requestPayer;
  private volatile boolean onlyV1;

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
    if (token != null) {
      String rest = token.substring(V1.length());
      return token.startsWith(V1) ? pageOfV1(prefix, rest) : pageOfV2(prefix, startAfter, rest);
    }
    if (onlyV1) {
      return pageOfV1(prefix, startAfter);
    }
    try {
      return pageOfV2(prefix, startAfter, null);
    } catch (ListingException e) {
      if (e.reason() != FailureReason.NOT_SUPPORTED) {
        throw e;
      }
      ListingPage page = pageOfV1(prefix, startAfter);
      onlyV1 = true;
      return page;
    }
  }

  private ListingPage pageOfV2(String prefix, @Nullable String startAfter, @Nullable String token) {
    ListedContents contents = new ListedContents();
    ListObjectsV2Request request =
        ListObjectsV2Request.builder()
            .bucket(bucket)
            .prefix(prefix.isEmpty() ? null : prefix)
            .startAfter(token == null ? startAfter : null)
            .continuationToken(token)
            .encodingType(EncodingType.URL)
            .expectedBucketOwner(expectedOwner)
            .requestPayer(payer())
            .overrideConfiguration(override -> override.addPlugin(contents))
            .build();
    String name = "ListObjectsV2 " + new ObjectRef(bucket, prefix);
    ListObjectsV2Response answer = answer(name, () -> client.listObjectsV2(request));
    boolean isTruncated = isTruncated(answer.isTruncated(), name);
    String next = answer.nextContinuationToken();
    if (isTruncated && next == null && answer.keyCount() == null && token == null) {
      // The store ignores the version, and then also the key to start after.
      onlyV1 = true;
      return pageOfV1(prefix, startAfter);
    }
    return new ListingPage(
        objects(contents, answer.contents(), name), isTruncated, next == null ? null : V2 + next);
  }

  private ListingPage pageOfV1(String prefix, @Nullable String marker) {
    ListedContents contents = new ListedContents();
    ListObjectsRequest request =
        ListObjectsRequest.builder()
            .bucket(bucket)
            .prefix(prefix.isEmpty() ? null : prefix)
            .marker(marker)
            .encodingType(EncodingType.URL)
            .expectedBucketOwner(expectedOwner)
            .requestPayer(payer())
            .overrideConfiguration(override -> override.addPlugin(contents))
            .build();
    String name = "ListObjects " + new ObjectRef(bucket, prefix);
    ListObjectsResponse answer = answer(name, () -> client.listObjects(request));
    boolean isTruncated = isTruncated(answer.isTruncated(), name);
    // S3 omits NextMarker unless a delimiter is given. Only a reader that knows that keys are
    // listed
    // in order can use the last key instead.
    String next = answer.nextMarker();
    return new ListingPage(
        objects(contents, answer.contents(), name),
        isTruncated,
        !isTruncated || next == null ? null : V1 + next);
  }

  private @Nullable RequestPayer payer() {
    return requestPayer ? RequestPayer.REQUESTER : null;
  }

  private static <T> T answer(String name, Supplier<T> request) {
    try {
      return request.get();
    } catch (SdkException e) {
      CopyException classified = CopyException.of(name, e, 1);
      throw new ListingException(
          classified.reason(), String.valueOf(classified.getMessage()), classified);
    } catch (UncheckedIOException e) {
      // The SDK does not convert the exception if the first bytes of a body cannot be read.
      throw new ListingException(
          FailureReason.NO_ANSWER, name + " was not answered completely: " + e.getMessage(), e);
    } catch (IllegalArgumentException | NullPointerException e) {
      // The SDK did not expect a value, such as a key that cannot be decoded.
      throw new ListingException(
          FailureReason.NO_ANSWER, name + " was answered in a form unknown here: " + e, e);
    }
  }

  private static boolean isTruncated(@Nullable Boolean truncated, String name) {
    if (truncated == null) {
      throw new ListingException(
          FailureReason.NO_ANSWER,
          name + " was answered without IsTruncated, so the end of the list is unknown",
          null);
    }
    return truncated;
  }

  private static List<ListedObject> objects(
      ListedContents listed, List<S3Object> contents, String name) {
    List<ListedObject> parsed = listed.objects();
    if (parsed != null && contents.isEmpty()) {
      return parsed;
    }
    List<ListedObject> objects = new ArrayList<>(contents.size());
    for (S3Object object : contents) {
      if (object.key() == null || object.size() == null) {
        throw new ListingException(
            FailureReason.NO_ANSWER,
            name + " was answered with an object without a key or a size",
            null);
      }
      objects.add(
          new ListedObject(
              object.key(), object.size(), unquoted(object.eTag()), object.lastModified()));
    }
    return objects;
  }

  static @Nullable String unquoted(@Nullable String eTag) {
    if (eTag == null) {
      return null;
    }
    String value = eTag.startsWith("W/") ? eTag.substring(2) : eTag;
    return value.replace("\"", "");
  }
}
