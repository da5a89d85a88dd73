package io.github.s3sync.sqs;

import io.github.s3sync.event.LogText;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Something that does not work at the moment: said once a minute, and once when it is over. */
final class Trouble {

  private static final Logger log = LoggerFactory.getLogger(Trouble.class);
  private static final long QUIET_NANOS = Duration.ofMinutes(1).toNanos();

  /**
   * Longer than any pause between two tries of what there is to do. What nobody tries any more,
   * because nothing is left to hide or to send, is not known not to work.
   */
  private static final long CURRENT_NANOS = Duration.ofMinutes(2).toNanos();

  private static final int SHOWN = 500;

  private final String what;
  private final LongSupplier nanoTime;
  private @Nullable String current;
  private boolean said;
  private int unsaid;
  private long saidNanos;
  private long metNanos;

  /**
   * None yet.
   *
   * @param what what is tried, such as {@code receive from https://…}
   */
  Trouble(String what, LongSupplier nanoTime) {
    this.what = what;
    this.nanoTime = nanoTime;
    this.saidNanos = nanoTime.getAsLong() - QUIET_NANOS;
  }

  synchronized void met(String problem) {
    current = "cannot " + what + ": " + LogText.of(problem, SHOWN);
    unsaid++;
    long now = nanoTime.getAsLong();
    metNanos = now;
    if (now - saidNanos >= QUIET_NANOS) {
      log.warn("{}; failed {} times since this was last said, trying again", current, unsaid);
      said = true;
      unsaid = 0;
      saidNanos = now;
    }
  }

  void met(Throwable e) {
    met(String.valueOf(e.getMessage() == null ? e : e.getMessage()));
  }

  synchronized void over() {
    current = null;
    if (said) {
      said = false;
      unsaid = 0;
      log.info("can {} again", what);
    }
  }

  /** What does not work, for people; null if all does, or nobody tried lately. */
  synchronized @Nullable String current() {
    return nanoTime.getAsLong() - metNanos < CURRENT_NANOS ? current : null;
  }
}
