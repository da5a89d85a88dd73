package io.github.s3sync.sqs;

import io.github.s3sync.event.LogText;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs a recurring problem: at most once a minute while it lasts, and once when it is solved. */
final class ProblemLog {

  private static final Logger log = LoggerFactory.getLogger(ProblemLog.class);
  private static final long QUIET_NANOS = Duration.ofMinutes(1).toNanos();

  /**
   * How long a problem counts as current: longer than any pause between two attempts. An operation
   * that is no longer attempted, because nothing is left to hide or to send, is not reported as
   * failing.
   */
  private static final long CURRENT_NANOS = Duration.ofMinutes(2).toNanos();

  private static final int MAX_LOGGED_CHARS = 500;

  private final String what;
  private final LongSupplier nanoTime;
  private @Nullable String current;
  private boolean reported;
  private int unreported;
  private long reportedNanos;
  private long failedNanos;

  /**
   * Starts without a problem.
   *
   * @param what the operation, such as {@code receive from https://…}
   */
  ProblemLog(String what, LongSupplier nanoTime) {
    this.what = what;
    this.nanoTime = nanoTime;
    this.reportedNanos = nanoTime.getAsLong() - QUIET_NANOS;
  }

  synchronized void failed(String problem) {
    current = "cannot " + what + ": " + LogText.of(problem, MAX_LOGGED_CHARS);
    unreported++;
    long now = nanoTime.getAsLong();
    failedNanos = now;
    if (now - reportedNanos >= QUIET_NANOS) {
      log.warn("{}; {} failures since the last report, retrying", current, unreported);
      reported = true;
      unreported = 0;
      reportedNanos = now;
    }
  }

  void failed(Throwable e) {
    failed(String.valueOf(e.getMessage() == null ? e : e.getMessage()));
  }

  synchronized void recovered() {
    current = null;
    if (reported) {
      reported = false;
      unreported = 0;
      log.info("can {} again", what);
    }
  }

  /**
   * Returns a description of the problem; null if there is none, or the operation was not attempted
   * lately.
   */
  synchronized @Nullable String current() {
    return nanoTime.getAsLong() - failedNanos < CURRENT_NANOS ? current : null;
  }
}
