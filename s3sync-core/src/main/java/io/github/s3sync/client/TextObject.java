package io.github.s3sync.client;

import io.github.s3sync.copy.Deadline;
import io.github.s3sync.event.Internal;
import io.github.s3sync.key.ObjectRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Reads a small text in S3 that may change, such as rules. Thread-safe.
 *
 * @since 0.1.0
 */
@Internal
public final class TextObject {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int NOT_MODIFIED = 304;

  private final Supplier<S3Client> client;
  private final ObjectRef object;
  private final int maxBytes;
  private final @Nullable String expectedOwner;

  TextObject(
      Supplier<S3Client> client, ObjectRef object, int maxBytes, @Nullable String expectedOwner) {
    this.client = client;
    this.object = object;
    this.maxBytes = maxBytes;
    this.expectedOwner = expectedOwner;
  }

  /**
   * Reads the text, unless it is unchanged.
   *
   * @param knownETag the eTag of the known text; null if none is known
   * @param deadline when the caller's time ends; the read takes at most ten seconds in any case
   * @return the text; null if the object still has the known eTag
   * @throws UncheckedIOException if it cannot be read, is too large, or is not UTF-8; the message
   *     names the object and the cause
   */
  public @Nullable Content read(@Nullable String knownETag, Deadline deadline) {
    Duration left = deadline.remaining();
    if (left.isZero()) {
      throw unreadable("was not read, because no time is left", null);
    }
    try {
      // Read inside the call, so that its timeout also applies to the body.
      Read read =
          client
              .get()
              .getObject(
                  request(knownETag, left),
                  (response, body) -> {
                    byte[] bytes = body.readNBytes(maxBytes + 1);
                    if (bytes.length > maxBytes) {
                      body.abort();
                    }
                    return new Read(bytes, response.eTag());
                  });
      if (read.bytes.length > maxBytes) {
        throw unreadable("has over " + maxBytes + " bytes", null);
      }
      ByteBuffer bytes = ByteBuffer.wrap(read.bytes);
      String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
      return new Content(text, read.eTag);
    } catch (CharacterCodingException e) {
      throw unreadable("is not UTF-8", e);
    } catch (S3Exception e) {
      if (e.statusCode() == NOT_MODIFIED && knownETag != null) {
        return null;
      }
      throw unreadable("cannot be read: " + e.getMessage(), e);
    } catch (SdkException e) {
      throw unreadable("cannot be read: " + e.getMessage(), e);
    }
  }

  private GetObjectRequest request(@Nullable String knownETag, Duration left) {
    Duration timeout = left.compareTo(TIMEOUT) < 0 ? left : TIMEOUT;
    return GetObjectRequest.builder()
        .bucket(object.bucket())
        .key(object.key())
        .expectedBucketOwner(expectedOwner)
        .ifNoneMatch(knownETag)
        .overrideConfiguration(override -> override.apiCallTimeout(timeout))
        .build();
  }

  private UncheckedIOException unreadable(String problem, @Nullable Exception cause) {
    IOException reason = cause instanceof IOException io ? io : new IOException(problem, cause);
    return new UncheckedIOException(object + " " + problem, reason);
  }

  /**
   * The content of the text.
   *
   * @param text the text
   * @param eTag the eTag, with quotes; null if the store returns none
   */
  public record Content(String text, @Nullable String eTag) {}

  @SuppressWarnings("ArrayRecordComponent") // not visible outside of this class
  private record Read(byte[] bytes, @Nullable String eTag) {}
}
