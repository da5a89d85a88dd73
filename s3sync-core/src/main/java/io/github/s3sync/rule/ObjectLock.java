package io.github.s3sync.rule;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The Object Lock of a replica, in a bucket that has Object Lock enabled.
 *
 * @param mode {@code GOVERNANCE} or {@code COMPLIANCE}; null for no retention of its own
 * @param retention for how long, from the time of the copy on; null exactly where the mode is
 * @param legalHold whether a legal hold is put on
 * @since 0.1.0
 */
public record ObjectLock(@Nullable String mode, @Nullable Duration retention, boolean legalHold) {

  private static final List<String> MODES = List.of("GOVERNANCE", "COMPLIANCE");

  /**
   * Checks the parts against each other.
   *
   * @throws IllegalArgumentException if S3 has no such mode, or mode and retention are not both
   *     given or both absent, or the retention is not positive
   */
  public ObjectLock {
    if (mode != null) {
      Allowed.check("objectLock.mode", mode, MODES);
    }
    if ((mode == null) != (retention == null)) {
      throw new IllegalArgumentException(
          "objectLock has only one of mode and retention, expected both or none");
    }
    if (retention != null && (retention.isZero() || retention.isNegative())) {
      throw new IllegalArgumentException(
          "objectLock.retention is " + retention + ", expected more than 0");
    }
  }
}
