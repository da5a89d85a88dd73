package io.github.s3sync.request;

import io.github.s3sync.copy.CopyException;
import io.github.s3sync.event.Internal;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;

/**
 * Identifies keys for which stores other than S3 may fail in copies in parts, but not in other
 * requests. Ceph decodes the source's key of {@code UploadPartCopy} twice, and then reads another
 * object if one exists at the decoded key. The answer to {@code CreateMultipartUpload} contains the
 * replica's key in XML, which cannot contain most control characters.
 */
@Internal
public final class PartKeys {

  private PartKeys() {}

  /** Tells whether a copy inside a store should be made in one request, if possible. */
  public static boolean avoidParts(CopyPlan plan) {
    return isDecodable(plan.source().key()) || !isXml(plan.replica().key());
  }

  /** Tells whether a key changes if a store decodes it once too often. */
  public static boolean isDecodable(String key) {
    return key.indexOf('%') >= 0 || key.indexOf('?') >= 0;
  }

  /** Tells whether XML can contain a key. */
  private static boolean isXml(String key) {
    return key.codePoints()
        .allMatch(c -> c >= ' ' ? c != 0xFFFE && c != 0xFFFF : c == '\t' || c == '\n' || c == '\r');
  }

  /** Explains a failed {@code CreateMultipartUpload} if its answer cannot contain the key. */
  public static CopyException explain(CopyPlan plan, CopyException e) {
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

  /** Returns the failure of a copy in parts that might read another object. */
  public static CopyException refusal(S3Calls calls) {
    return calls.failure(
        FailureReason.NOT_SUPPORTED,
        calls.plan().source()
            + " is too large for one request, and some stores decode a key with '%' or '?' once too"
            + " often in copies in parts, and would copy another object: set transfer to 'stream';"
            + " or set verify to false for a store that does not");
  }
}
