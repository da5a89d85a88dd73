package io.github.s3sync.copy;

import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;

/**
 * Knows the keys that stores other than S3 treat differently in copies in parts than in other
 * requests. Ceph decodes the source's key of {@code UploadPartCopy} twice and then reads another
 * object, if there is one. The answer to {@code CreateMultipartUpload} has the replica's key as
 * XML, which cannot hold most control characters.
 */
final class PartKeys {

  private PartKeys() {}

  /** Returns whether a copy inside a store should rather be made in one request, if it can be. */
  static boolean avoidParts(CopyPlan plan) {
    return isDecodable(plan.source().key()) || !isXml(plan.replica().key());
  }

  /** Returns whether a store that decodes a key once too often finds another one. */
  static boolean isDecodable(String key) {
    return key.indexOf('%') >= 0 || key.indexOf('?') >= 0;
  }

  /** Returns whether XML can hold a key. */
  private static boolean isXml(String key) {
    return key.codePoints()
        .allMatch(c -> c >= ' ' ? c != 0xFFFE && c != 0xFFFF : c == '\t' || c == '\n' || c == '\r');
  }

  /** Explains a failure to begin an upload whose key no answer can hold. */
  static CopyException explain(CopyPlan plan, CopyException e) {
    boolean mayBeKey =
        e.reason() == FailureReason.NO_ANSWER
            || e.reason() == FailureReason.SERVICE_ERROR
            || e.reason() == FailureReason.INVALID_REQUEST;
    if (!mayBeKey || isXml(plan.replica().key())) {
      return e;
    }
    return new CopyException(
        FailureReason.NOT_SUPPORTED,
        e.getMessage()
            + "; the key has a control character, with which this store cannot answer requests of"
            + " copies in parts: give the replica another key, or copy it in one request"
            + " (multipartThreshold, streamPartSize)",
        e.requests(),
        e.getCause());
  }

  /** Says that a copy in parts might read another object. */
  static CopyException refusal(CopyPlan plan, S3Calls calls) {
    return calls.failure(
        FailureReason.NOT_SUPPORTED,
        plan.source()
            + " is too large for one request, and some stores decode a key with '%' or '?' once too"
            + " often in copies in parts, and would copy another object: set transfer to 'stream';"
            + " or set verify to false for a store that does not");
  }
}
