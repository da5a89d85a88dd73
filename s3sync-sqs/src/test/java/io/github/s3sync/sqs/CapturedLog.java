package io.github.s3sync.sqs;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What the simple logger of the tests writes, which is to the error stream. */
final class CapturedLog {

  private CapturedLog() {}

  /** Something that may throw. */
  interface Action {
    void run() throws Exception;
  }

  /** The lines that an action leaves. */
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
