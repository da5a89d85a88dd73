package io.github.s3sync.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import io.github.s3sync.copy.Deadline;
import java.time.Duration;

/**
 * How much of an invocation's time may be spent on copies.
 *
 * <p>What is kept back is for aborting an upload that was not finished and for answering: an
 * invocation that times out answers nothing, so that everything in it is repeated, what was copied
 * included. Three seconds are plenty for both; of a very short invocation no more than a fifth is
 * kept, or nothing would ever be copied.
 */
final class TimeLeft {

  static final Duration MOST_KEPT = Duration.ofSeconds(3);

  private TimeLeft() {}

  static Deadline deadline(Context context) {
    return Deadline.after(forCopies(Duration.ofMillis(context.getRemainingTimeInMillis())));
  }

  static Duration forCopies(Duration remaining) {
    Duration fifth = remaining.dividedBy(5);
    return remaining.minus(fifth.compareTo(MOST_KEPT) < 0 ? fifth : MOST_KEPT);
  }
}
