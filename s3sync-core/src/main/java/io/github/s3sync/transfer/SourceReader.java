package io.github.s3sync.transfer;

import io.github.s3sync.client.Patience;
import io.github.s3sync.copy.ConditionNotMet;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.request.ReplicaProperties;
import io.github.s3sync.request.S3Calls;
import io.github.s3sync.request.Source;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Reads a source, or a range of it, pinned to one state. Reading the body is part of the request: a
 * truncated body is re-requested up to the client's retry limit, and within the deadline.
 */
final class SourceReader {

  private final CopyPlan plan;
  private final S3Calls calls;

  SourceReader(S3Calls calls) {
    this.plan = calls.plan();
    this.calls = calls;
  }

  /**
   * Fills the start of an array.
   *
   * @param range the value of the header; null for the whole object
   * @param length the exact number of bytes that must arrive
   */
  void read(Source source, @Nullable String range, byte[] into, int length) {
    Body body;
    try {
      body =
          calls.read(
              "GetObject",
              Patience.streaming(length),
              (client, override) ->
                  client.getObject(
                      r ->
                          r.bucket(plan.source().bucket())
                              .key(plan.source().key())
                              .ifMatch(source.quotedETag())
                              .range(range)
                              .expectedBucketOwner(plan.rule().sourceOwner())
                              .requestPayer(calls.payer())
                              .overrideConfiguration(override),
                      filling(into, length)));
    } catch (ConditionNotMet e) {
      throw e.condition() == ConditionNotMet.Condition.PRECONDITION
          ? new ConditionNotMet(ConditionNotMet.Condition.SOURCE_CHANGED, e)
          : e;
    }
    String eTag = body.head().eTag();
    if (eTag != null && !Source.unquoted(eTag).equals(source.eTag())) {
      // Not every store supports the condition.
      throw new ConditionNotMet(
          ConditionNotMet.Condition.SOURCE_CHANGED, new IOException("the ETag is " + eTag));
    }
    requireEncodingOf(source, body);
    String part = body.head().contentRange();
    boolean elsewhere = range != null && part != null && !part.startsWith(expected(range) + "/");
    if (body.bytes() != length || elsewhere) {
      throw calls.failure(
          FailureReason.INTEGRITY,
          "GetObject "
              + plan.source()
              + " was answered with "
              + (elsewhere ? part : (body.bytes() < 0 ? "not " : "") + length + " bytes")
              + ", expected "
              + (range == null ? length + " bytes" : range));
    }
  }

  /**
   * Checks the encoding. A proxy may compress or decompress bodies, which a retry does not change.
   */
  private void requireEncodingOf(Source source, Body body) {
    String sent = ReplicaProperties.contentEncoding(body.head().contentEncoding());
    String stored =
        source.head() == null
            ? sent
            : ReplicaProperties.contentEncoding(source.head().contentEncoding());
    if (body.bytes() < 0 && !Objects.equals(sent, stored)) {
      throw calls.failure(
          FailureReason.NOT_SUPPORTED,
          "GetObject "
              + plan.source()
              + " was answered with the Content-Encoding '"
              + sent
              + "', expected '"
              + stored
              + "' as in HeadObject: a proxy or the store compresses or decompresses bodies; turn"
              + " that off for this store");
    }
  }

  /** Returns the expected answer: {@code bytes=0-9} is answered with {@code bytes 0-9/100}. */
  private static String expected(String range) {
    return range.replace('=', ' ');
  }

  private static ResponseTransformer<GetObjectResponse, Body> filling(byte[] into, int length) {
    return (head, in) -> {
      try {
        if (head.contentLength() != null && head.contentLength() != length) {
          in.abort();
          return new Body(head, -1);
        }
        int bytes = in.readNBytes(into, 0, length);
        if (bytes < length) {
          throw RetryableException.create(
              "the answer ended after " + bytes + " of " + length + " bytes");
        }
        if (in.read() >= 0) {
          in.abort();
          return new Body(head, -1);
        }
        return new Body(head, bytes);
      } catch (IOException e) {
        throw RetryableException.create("the answer ended early: " + e.getMessage(), e);
      }
    };
  }

  /**
   * The received body.
   *
   * @param bytes the number of bytes; -1 if the answer was not as expected
   */
  private record Body(GetObjectResponse head, int bytes) {}
}
