package io.github.s3sync.setup.check;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An action that is needed.
 *
 * @param action IAM's name of it, such as {@code s3:GetObject}
 * @param resource the ARN of what it is needed on, in the words of a policy; where no policies were
 *     given, what is known of it
 * @param principal the ARN of who needs it; null where no policies were given, or they do not know
 * @param statements which statements grant it, all of which are needed: the principal's own first,
 *     then that of the bucket or key in another account; empty where the principal is null
 * @since 0.1.0
 */
public record Permission(
    String action, String resource, @Nullable String principal, List<Statement> statements) {

  /** Copies the list. */
  public Permission {
    statements = List.copyOf(statements);
  }
}
