package io.github.s3sync.executor;

/**
 * One cell of a store's table.
 *
 * @param verdict the verdict
 * @param detail the reason of a failure, or the additional requests of a workaround; may be empty
 */
record Finding(Verdict verdict, String detail) {

  private static final String SEPARATOR = ": ";

  static Finding parse(String text) {
    String[] parts = text.split(SEPARATOR, 2);
    return new Finding(Verdict.valueOf(parts[0]), parts.length == 1 ? "" : parts[1]);
  }

  /** Returns the text of the finding in a table. */
  String word() {
    return detail.isEmpty() || verdict.isWell()
        ? verdict.word()
        : verdict.word() + " (`" + detail + "`)";
  }

  @Override
  public String toString() {
    return detail.isEmpty() ? verdict.name() : verdict.name() + SEPARATOR + detail;
  }
}
