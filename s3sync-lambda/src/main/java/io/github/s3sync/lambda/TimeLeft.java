package io.github.s3sync.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import io.github.s3sync.copy.Deadline;
import java.time.Duration;

/**
 * How much of an invocation's time may be spent on copies.
 *
 * <p>The rest is for a request for a role's credentials that began late, which may take six
 * seconds; for aborting an upload that was not finished, for changing the visibility of failed
 * messages, and for answering. An invocation that times out answers nothing, so that everything in
 * it is repeated, what was copied included. Of a short invocation no more than a fifth is kept, or
 * nothing would ever be copied.
 */
final class TimeLeft {

  static final Duration MOST_KEPT = Duration.ofSeconds(8);

  private static final Duration FOR_ANSWER = Duration.ofMillis(500);

  private TimeLeft() {}

  static Deadline deadline(Context context) {
    return Deadline.after(forCopies(Duration.ofMillis(context.getRemainingTimeInMillis())));
  }

  /** Until when anything but the answer may be done. */
  static Deadline forAnswer(Context context) {
    Duration left = Duration.ofMillis(context.getRemainingTimeInMillis()).minus(FOR_ANSWER);
    return Deadline.after(left.isNegative() ? Duration.ZERO : left);
  }

  static Duration forCopies(Duration remaining) {
    Duration fifth = remaining.dividedBy(5);
    return remaining.minus(fifth.compareTo(MOST_KEPT) < 0 ? fifth : MOST_KEPT);
  }
}
