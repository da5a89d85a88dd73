package io.github.s3sync.config;

import java.util.function.UnaryOperator;

/**
 * Thrown when a configuration is invalid. Its message is one line with the place, the value and the
 * expected values.
 *
 * @since 0.1.0
 */
public final class InvalidConfigException extends IllegalArgumentException {

  private static final int MAX_CHARS = 700;

  private final Wording where;
  private final Wording problem;

  /**
   * Creates an exception.
   *
   * @param where the JSON path, such as {@code $.rules[2].destinations[0].bucket}, or the name of
   *     an environment variable
   * @param problem the value and the expected values; control characters are escaped, and the
   *     middle of a long text is omitted
   */
  public InvalidConfigException(String where, String problem) {
    this(Wording.place(where), Wording.of(problem));
  }

  InvalidConfigException(Wording where, Wording problem) {
    super(printable(where.toString()) + " " + printable(problem.toString()));
    this.where = where;
    this.problem = problem;
  }

  /**
   * Returns the place of the problem.
   *
   * @return the JSON path or the name of the variable
   */
  public String where() {
    return printable(where.toString());
  }

  /**
   * Returns the message with other names of variables, for commands whose options set variables.
   * Values are not changed, even if they contain the name of a variable.
   *
   * @param names returns the name to show for a variable; it also gets JSON paths, which it returns
   *     unchanged
   * @return one line, as {@link #getMessage}
   */
  public String message(UnaryOperator<String> names) {
    return printable(where.with(names)) + " " + printable(problem.with(names));
  }

  /** Returns the same problem with the origin of the JSON in front of the JSON path. */
  InvalidConfigException in(Wording origin) {
    return new InvalidConfigException(origin.text(": ").add(where), problem);
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
    if (line.length() > MAX_CHARS) {
      int from = MAX_CHARS / 2;
      int to = line.length() - MAX_CHARS / 2;
      line.replace(
          Character.isLowSurrogate(line.charAt(from)) ? from - 1 : from,
          Character.isLowSurrogate(line.charAt(to)) ? to + 1 : to,
          " … ");
    }
    return line.toString();
  }

  /**
   * Returns false for characters that end a line or change the text direction, and for unpaired
   * surrogates.
   */
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
