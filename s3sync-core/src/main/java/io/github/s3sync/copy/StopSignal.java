package io.github.s3sync.copy;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Brings deadlines forward while copies run, for processes that shut down.
 *
 * <p>Pass the deadline that {@link Deadline#orStop} returns to the copies, and call {@link
 * #stopWithin} when the process must end. A small object is then still copied if the time allows. A
 * multipart copy starts no part that would not end in time, and fails with {@code NOT_ENOUGH_TIME}.
 * If it is safe, its upload is left unfinished, and the next execution of the same plan copies only
 * the missing parts.
 *
 * <p>Requests that were sent before the signal was given are not cancelled: wait for the copies
 * before you close the clients. One signal may serve any number of deadlines. Thread-safe.
 *
 * @since 0.1.0
 */
public final class StopSignal {

  private final AtomicReference<@Nullable Deadline> end = new AtomicReference<>();

  /** Creates a signal that is not given. */
  public StopSignal() {}

  /**
   * Gives the signal: every deadline that depends on it ends after this time at the latest. If the
   * signal is given again, the earlier end counts.
   *
   * @param time the time that is left for running copies; zero to stop them after their current
   *     requests
   */
  public void stopWithin(Duration time) {
    stopAt(Deadline.after(Objects.requireNonNull(time, "time")));
  }

  void stopAt(Deadline deadline) {
    end.accumulateAndGet(
        deadline,
        (before, now) ->
            before != null && before.remaining().compareTo(now.remaining()) < 0 ? before : now);
  }

  /**
   * Returns whether the signal was given.
   *
   * @return true after the first call of {@link #stopWithin}
   */
  public boolean isGiven() {
    return end.get() != null;
  }

  /** Returns when copies must end; null as long as the signal is not given. */
  @Nullable Deadline end() {
    return end.get();
  }
}
