package io.github.s3sync.transfer;

import io.github.s3sync.copy.CopyException;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.event.Internal;
import io.github.s3sync.plan.FailureReason;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Retries the parts of one copy. The client retries a request only within seconds, and stops
 * retrying while a service throttles; a copy of several hours must survive longer problems. Each
 * pause is twice as long as the previous one, minus a random part. No pause starts if the deadline
 * would end during it, or after another part has failed permanently.
 */
@Internal
public final class PartRetries {

  /**
   * With pauses from one second on, the attempts take half a minute. Then the caller's retries take
   * over.
   */
  public static final int MAX_ATTEMPTS = 6;

  private static final Set<FailureReason> PASSING =
      EnumSet.of(FailureReason.THROTTLED, FailureReason.SERVICE_ERROR, FailureReason.NO_ANSWER);

  /** The interval at which a pause checks whether its deadline was brought forward. */
  private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final Deadline deadline;
  private final Duration firstPause;
  private final Consumer<RuntimeException> whenOver;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();
  private boolean over;

  /**
   * @param whenOver receives the reason why a part has failed permanently
   */
  PartRetries(Deadline deadline, Duration firstPause, Consumer<RuntimeException> whenOver) {
    this.deadline = deadline;
    this.firstPause = firstPause;
    this.whenOver = whenOver;
  }

  /** Repeats an attempt until it succeeds; called by several threads. */
  <T extends @Nullable Object> T run(Supplier<T> attempt) {
    for (int attempts = 1; ; attempts++) {
      try {
        return attempt.get();
      } catch (CopyException e) {
        if (attempts == MAX_ATTEMPTS || !PASSING.contains(e.reason()) || !pause(attempts)) {
          throw ended(e);
        }
      } catch (RuntimeException e) {
        throw ended(e);
      } catch (Error e) {
        ended(new IllegalStateException("another part failed with an error", e));
        throw e;
      }
    }
  }

  /** Returns false if there must not be another attempt. */
  private boolean pause(int attempts) {
    long longest = firstPause.toNanos() << (attempts - 1);
    long left = longest / 2 + ThreadLocalRandom.current().nextLong(longest / 2 + 1);
    lock.lock();
    try {
      while (left > 0 && !over) {
        if (deadline.remaining().toNanos() < left) {
          return false;
        }
        long slice = Math.min(left, SLICE_NANOS);
        left -= slice - ended.awaitNanos(slice);
      }
      return !over;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  private RuntimeException ended(RuntimeException why) {
    lock.lock();
    try {
      over = true;
      ended.signalAll();
    } finally {
      lock.unlock();
    }
    whenOver.accept(why);
    return why;
  }
}
