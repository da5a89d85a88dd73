package io.github.s3sync.pattern;

import io.github.s3sync.event.S3SyncException;

/**
 * Thrown when a key mapping cannot map the key of an event.
 *
 * @since 0.1.0
 */
public final class UnmappableKeyException extends S3SyncException {

  /**
   * Creates an exception.
   *
   * @param message what the mapping needs and the event or key lacks
   */
  public UnmappableKeyException(String message) {
    super(message, null);
  }
}
