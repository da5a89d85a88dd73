package io.github.s3sync.copy;

import io.github.s3sync.event.LogText;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The receipt of a copy.
 *
 * @param sourceETag the entity tag of the content that was copied
 * @param eTag the replica's entity tag, which differs from that of the source if either was
 *     uploaded in parts or is encrypted with KMS
 * @param versionId the replica's version; null in a bucket without versions
 * @param bytes the size of the object in bytes
 * @param parts how many parts were copied; 0 for a copy in one request
 * @param requests how many requests were made, including retries of the SDK
 * @param elapsed the duration of the copy
 * @param visibleAt when the replica became readable, by the clock of this machine
 * @since 0.1.0
 */
public record CopyReceipt(
    String sourceETag,
    String eTag,
    @Nullable String versionId,
    long bytes,
    int parts,
    int requests,
    Duration elapsed,
    Instant visibleAt)
    implements CopyResult {

  /**
   * Describes the receipt for logs.
   *
   * @return one line, with control characters escaped
   */
  @Override
  public String toString() {
    return bytes
        + " bytes in "
        + requests
        + " requests, eTag "
        + LogText.of(eTag, 100)
        + (versionId == null ? "" : ", version " + LogText.of(versionId, 100));
  }
}
