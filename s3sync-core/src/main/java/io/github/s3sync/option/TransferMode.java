package io.github.s3sync.option;

/**
 * Defines how the bytes of a copy travel: inside the store in a <em>server-side copy</em>, or in a
 * <em>stream</em> of {@code GET} and {@code PUT} through this process. The mode is never chosen
 * silently, because it determines the required permissions, the cost of a copy and the memory that
 * it needs.
 *
 * @since 0.1.0
 */
public enum TransferMode {
  /**
   * The store copies. One principal, which may read the source and write the replica, sends the
   * request.
   */
  SERVER_SIDE("server-side"),
  /**
   * The bytes pass through this process. One principal reads the source and another writes the
   * replica. They need no access to each other's side, and the two buckets may be in different
   * stores.
   */
  STREAM("stream");

  private final String word;

  TransferMode(String word) {
    this.word = word;
  }

  /**
   * Returns the mode for a word.
   *
   * @param word the word
   * @return the mode
   * @throws IllegalArgumentException if the word does not denote a mode
   */
  public static TransferMode of(String word) {
    for (TransferMode mode : values()) {
      if (mode.word.equals(word)) {
        return mode;
      }
    }
    throw new IllegalArgumentException(
        "transfer is '" + word + "', expected one of server-side, stream");
  }

  /**
   * Returns the name of the mode in rules.
   *
   * @return the word
   */
  public String word() {
    return word;
  }
}
