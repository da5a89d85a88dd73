package io.github.s3sync.config;

/**
 * A configuration that is wrong. Its message is one line that says where, what stands there and
 * what was expected.
 *
 * @since 0.1.0
 */
public final class InvalidConfigException extends IllegalArgumentException {

  private static final int MOST = 700;

  private final String where;
  private final String problem;

  /**
   * Says what is wrong.
   *
   * @param where the JSON path, such as {@code $.rules[2].destinations[0].bucket}, or the name of
   *     an environment variable
   * @param problem the value and what was expected; control characters in it are escaped, and if it
   *     is long its middle is left out
   */
  public InvalidConfigException(String where, String problem) {
    super(printable(where) + " " + printable(problem));
    this.where = printable(where);
    this.problem = printable(problem);
  }

  /**
   * Where it is wrong.
   *
   * @return the JSON path or the name of the variable
   */
  public String where() {
    return where;
  }

  /** The same problem, seen from outside: the JSON path behind the name of what holds the JSON. */
  InvalidConfigException in(String source) {
    return new InvalidConfigException(source + ": " + where, problem);
  }

  private static String printable(String text) {
    StringBuilder line = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (isPrintable(c)) {
                line.appendCodePoint(c);
              } else {
                line.append(String.format("\\u%04X", c));
              }
            });
    if (line.length() > MOST) {
      int from = MOST / 2;
      int to = line.length() - MOST / 2;
      line.replace(
          Character.isLowSurrogate(line.charAt(from)) ? from - 1 : from,
          Character.isLowSurrogate(line.charAt(to)) ? to + 1 : to,
          " … ");
    }
    return line.toString();
  }

  /** Not what ends a line, turns the direction of writing or is half a character. */
  private static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }
}
