package io.github.s3sync.key;

/**
 * A key whose encoded form no S3 sender writes: a malformed escape, or bytes that are not UTF-8.
 *
 * @since 0.1.0
 */
public final class UndecodableKeyException extends RuntimeException {

  /**
   * Says where the key is wrong.
   *
   * @param message the position, what stands there and what was expected
   */
  public UndecodableKeyException(String message) {
    super(message);
  }
}
