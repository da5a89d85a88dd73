package io.github.s3sync.setup.finding;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reports one result of a check.
 *
 * @param severity how serious it is
 * @param check the subject of the check
 * @param rule the name of the rule; null if the finding is not about a rule
 * @param subject the bucket, queue or function, such as {@code s3://dst}
 * @param message one sentence for people, which contains the answer of S3
 * @param permission the action; null if the finding is not about a permission
 * @since 0.1.0
 */
public record Finding(
    Severity severity,
    Check check,
    @Nullable String rule,
    String subject,
    String message,
    @Nullable Permission permission) {

  /**
   * Checks that the required parts are present.
   *
   * @throws NullPointerException if a part that is not documented as nullable is null
   */
  public Finding {
    Objects.requireNonNull(severity, "severity");
    Objects.requireNonNull(check, "check");
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(message, "message");
  }

  /**
   * Returns whether a permission is missing, as opposed to a permission that could not be checked.
   *
   * @return true if it is an {@link Severity#ERROR} with a permission, or a {@link
   *     Severity#WARNING} with a permission that copies do not require
   */
  public boolean isMissingPermission() {
    return permission != null && (severity == Severity.ERROR || severity == Severity.WARNING);
  }
}
