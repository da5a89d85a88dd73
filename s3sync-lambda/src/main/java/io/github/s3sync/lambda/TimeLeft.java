package io.github.s3sync.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import io.github.s3sync.copy.Deadline;
import java.time.Duration;

/**
 * Computes how much of an invocation's time may be spent on copies.
 *
 * <p>The rest is for a request for a role's credentials that began late, which may take six
 * seconds; for aborting an incomplete upload, for changing the visibility of failed messages, and
 * for answering. An invocation that times out gives no answer, so that all its work is repeated,
 * including completed copies. For a short invocation at most a fifth is reserved, so that copies
 * are still possible.
 */
final class TimeLeft {

  static final Duration MOST_KEPT = Duration.ofSeconds(8);

  private static final Duration FOR_ANSWER = Duration.ofMillis(500);

  private TimeLeft() {}

  static Deadline deadline(Context context) {
    return Deadline.after(forCopies(Duration.ofMillis(context.getRemainingTimeInMillis())));
  }

  /** Returns the deadline for all work except the answer. */
  static Deadline forAnswer(Context context) {
    Duration left = Duration.ofMillis(context.getRemainingTimeInMillis()).minus(FOR_ANSWER);
    return Deadline.after(left.isNegative() ? Duration.ZERO : left);
  }

  static Duration forCopies(Duration remaining) {
    Duration fifth = remaining.dividedBy(5);
    return remaining.minus(fifth.compareTo(MOST_KEPT) < 0 ? fifth : MOST_KEPT);
  }
}
