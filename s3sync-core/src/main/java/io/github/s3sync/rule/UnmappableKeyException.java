package io.github.s3sync.rule;

/**
 * A key mapping that has no answer for this event.
 *
 * @since 0.1.0
 */
public final class UnmappableKeyException extends RuntimeException {

  /**
   * Says what is missing.
   *
   * @param message what the mapping needs and the event or key has not
   */
  public UnmappableKeyException(String message) {
    super(message);
  }
}
