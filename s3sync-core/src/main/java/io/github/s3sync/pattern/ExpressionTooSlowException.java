package io.github.s3sync.pattern;

import io.github.s3sync.event.S3SyncException;

/**
 * Thrown when a regular expression needs more steps for a key than one event may cost.
 *
 * @since 0.1.0
 */
public final class ExpressionTooSlowException extends S3SyncException {

  private static final long serialVersionUID = 1L;

  ExpressionTooSlowException(String message) {
    super(message, null);
  }
}
