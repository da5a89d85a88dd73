package io.github.s3sync.cli;

import java.io.PrintWriter;

/**
 * Prints a line that is replaced again and again, at the bottom of a terminal. Other lines scroll
 * above it. Safe for use by many threads.
 */
final class StatusLine {

  private static final String CLEAR = "\r\u001b[K";

  /** A line that is longer than the terminal is wide is cut, because only one line is replaced. */
  private static final String NO_WRAP = "\u001b[?7l";

  private static final String WRAP = "\u001b[?7h";

  private final PrintWriter out;
  private boolean shown;

  StatusLine(PrintWriter out) {
    this.out = out;
  }

  /** Replaces the line. */
  synchronized void show(String line) {
    out.print(CLEAR + NO_WRAP + line + WRAP);
    out.flush();
    shown = true;
  }

  /** Prints something else above the line. The line appears again when it is replaced. */
  synchronized void above(Runnable print) {
    clear();
    print.run();
  }

  /** Removes the line. */
  synchronized void clear() {
    if (shown) {
      out.print(CLEAR);
      out.flush();
      shown = false;
    }
  }
}
