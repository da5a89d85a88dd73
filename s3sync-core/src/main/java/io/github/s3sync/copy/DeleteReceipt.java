package io.github.s3sync.copy;

import io.github.s3sync.event.LogText;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The receipt of a delete: S3 confirmed it, and afterwards the source was still gone. In a
 * versioned bucket, a delete marker hides the replica and none of its versions is destroyed.
 *
 * @param versionId the version of the delete marker; null in a bucket without versions
 * @param requests how many requests were made, including retries of the SDK
 * @param elapsed the duration of the delete
 * @param deletedAt when the replica was gone and the source had been re-checked, by the clock of
 *     this machine
 * @since 0.1.0
 */
public record DeleteReceipt(
    @Nullable String versionId, int requests, Duration elapsed, Instant deletedAt)
    implements CopyResult {

  /**
   * Describes the receipt for logs.
   *
   * @return one line, with control characters escaped
   */
  @Override
  public String toString() {
    return requests
        + " requests"
        + (versionId == null ? "" : ", delete marker " + LogText.of(versionId, 100));
  }
}
