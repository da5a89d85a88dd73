package io.github.s3sync.setup.check;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One thing that was looked at, and what came of it.
 *
 * @param severity how bad it is
 * @param check what was looked at
 * @param rule the name of the rule that it is about; null where it is about none
 * @param subject the bucket, queue or function, such as {@code s3://dst}
 * @param message one sentence for people; what S3 answered is part of it
 * @param permission the action that it is about; null where it is about none
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
   * Checks that what every finding has is there.
   *
   * @throws NullPointerException if one of the parts that may not be null is
   */
  public Finding {
    Objects.requireNonNull(severity, "severity");
    Objects.requireNonNull(check, "check");
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(message, "message");
  }

  /**
   * Returns whether a permission is missing, as opposed to one that could not be tried.
   *
   * @return true if it is an {@link Severity#ERROR} with a permission, or a {@link
   *     Severity#WARNING} with a permission that copies do not require
   */
  public boolean isMissingPermission() {
    return permission != null && (severity == Severity.ERROR || severity == Severity.WARNING);
  }
}
