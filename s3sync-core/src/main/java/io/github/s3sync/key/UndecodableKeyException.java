package io.github.s3sync.key;

import io.github.s3sync.event.S3SyncException;

/**
 * Thrown when a key is not validly encoded: it has a malformed escape, or decodes to bytes that are
 * not UTF-8.
 *
 * @since 0.1.0
 */
public final class UndecodableKeyException extends S3SyncException {

  /**
   * Creates an exception.
   *
   * @param message the position, the problem and what was expected
   */
  public UndecodableKeyException(String message) {
    super(message, null);
  }
}
