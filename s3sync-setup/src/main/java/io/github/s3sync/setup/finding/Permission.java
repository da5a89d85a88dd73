package io.github.s3sync.setup.finding;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Describes an action that a rule needs.
 *
 * @param action the name of the action in IAM, such as {@code s3:GetObject}
 * @param resource the ARN of the resource, as a policy contains it; without policies, as much of it
 *     as is known
 * @param principal the ARN of the principal that needs it; null without policies, or if they do not
 *     contain it
 * @param statements the statements that grant it, all of which are needed: the principal's own
 *     first, then that of the bucket or key in another account; empty if the principal is null
 * @since 0.1.0
 */
public record Permission(
    String action, String resource, @Nullable String principal, List<Statement> statements) {

  /** Copies the list. */
  public Permission {
    statements = List.copyOf(statements);
  }
}
