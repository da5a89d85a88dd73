package io.github.s3sync.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Sends signals to processes that a test has started. Safe for use by many threads. */
public final class Signals {

  private static final int SIGINT = 2;

  private Signals() {}

  /**
   * Sends a signal.
   *
   * @param process the process
   * @param name the name of the signal, such as {@code TERM}
   * @throws IOException if there is no program {@code kill}
   * @throws InterruptedException if the thread is interrupted
   */
  public static void send(Process process, String name) throws IOException, InterruptedException {
    int status =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    if (status != 0) {
      throw new AssertionError("kill ended with " + status);
    }
  }

  /**
   * Tells whether a process ignores SIGINT. Children of a shell that runs the build in the
   * background do. The setting is inherited, and only {@code /proc} shows it.
   *
   * @param process the process
   * @return false if it does not, or if the system has no {@code /proc}
   * @throws IOException if the setting cannot be read
   */
  public static boolean ignoresInterrupts(Process process) throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    return Files.exists(status)
        && Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .mapToLong(
                line -> Long.parseUnsignedLong(line.substring("SigIgn:".length()).strip(), 16))
            .anyMatch(ignored -> (ignored & (1L << (SIGINT - 1))) != 0);
  }
}
