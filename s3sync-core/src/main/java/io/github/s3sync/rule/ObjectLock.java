package io.github.s3sync.rule;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Defines the Object Lock of replicas, in a bucket that has Object Lock enabled.
 *
 * @param mode {@code GOVERNANCE} or {@code COMPLIANCE}; null to set no retention
 * @param retention the retention period, which starts with the copy; null if and only if the mode
 *     is null
 * @param legalHold whether to place a legal hold
 * @since 0.1.0
 */
public record ObjectLock(@Nullable String mode, @Nullable Duration retention, boolean legalHold) {

  private static final List<String> MODES = List.of("GOVERNANCE", "COMPLIANCE");

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException if S3 does not define the mode, if only one of mode and
   *     retention is present, or if the retention is not positive
   */
  public ObjectLock {
    if (mode != null) {
      AllowedWords.check("objectLock.mode", mode, MODES);
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
