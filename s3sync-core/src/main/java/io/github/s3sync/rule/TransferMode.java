package io.github.s3sync.rule;

/**
 * Which way the bytes of a copy go. Named after what AWS, and most tools, call a <em>server-side
 * copy</em>; the other way is what {@code GET} and {@code PUT} do, a stream through this process.
 * Never chosen silently: it decides who must be allowed what, what a copy costs, and how much
 * memory it takes.
 *
 * @since 0.1.0
 */
public enum TransferMode {
  /** Inside one store, asked by one principal that may read the source and write the replica. */
  SERVER_SIDE("server-side"),
  /**
   * Through this process: read as one principal and written as another, who need not know each
   * other, in one store or in two.
   */
  STREAM("stream");

  private final String word;

  TransferMode(String word) {
    this.word = word;
  }

  /**
   * The mode that a word stands for.
   *
   * @param word the word
   * @return its mode
   * @throws IllegalArgumentException if it is none of the words
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
   * What it is called in rules.
   *
   * @return the word
   */
  public String word() {
    return word;
  }
}
