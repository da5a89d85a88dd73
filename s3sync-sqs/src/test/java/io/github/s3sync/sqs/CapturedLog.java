package io.github.s3sync.sqs;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Captures the output of the tests' simple logger, which writes to the error stream. */
final class CapturedLog {

  private CapturedLog() {}

  /** An action that may throw. */
  interface Action {
    void run() throws Exception;
  }

  /** Returns the lines that an action logs. */
  static String of(Action action) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      action.run();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    } finally {
      System.setErr(before);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
