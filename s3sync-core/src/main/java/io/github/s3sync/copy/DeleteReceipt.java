package io.github.s3sync.copy;

import io.github.s3sync.event.LogText;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The proof of a delete: S3 took it, and afterwards the source was still gone. In a bucket with
 * versions the replica is hidden by a delete marker and none of its versions is destroyed.
 *
 * @param versionId the delete marker's version; null in a bucket without versions
 * @param requests how many requests were made, those included that the SDK repeated
 * @param elapsed how long it took
 * @param deletedAt when the replica was gone and the source had been looked at again, by the clock
 *     of this machine
 * @since 0.1.0
 */
public record DeleteReceipt(
    @Nullable String versionId, int requests, Duration elapsed, Instant deletedAt)
    implements CopyResult {

  /**
   * For people and logs.
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
