package io.github.s3sync.sqs;

import io.github.s3sync.outcome.SyncReport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a message once more if its copy has progressed and the queue's redrive policy would move it
 * before the next receive. The new message has its own receive count, so a large object never
 * becomes a dead letter because its copy takes many restarts. A queue without a redrive policy
 * moves no message, so nothing is sent.
 */
final class Continuation {

  private static final Logger log = LoggerFactory.getLogger(Continuation.class);

  private final Queue queue;
  private final RedrivePolicy redrivePolicy;
  private final ProblemLog problems;

  Continuation(Queue queue, RedrivePolicy redrivePolicy, LongSupplier nanoTime) {
    this.queue = queue;
    this.redrivePolicy = redrivePolicy;
    this.problems =
        new ProblemLog(
            "send messages whose copy has progressed once more, for which sqs:SendMessage on "
                + queue.url()
                + " is needed; a redrive resumes their copies",
            nanoTime);
  }

  /** Returns whether parts of a large object were copied that the next receive resumes. */
  static boolean hasProgressed(SyncReport report) {
    return report.failed().stream().anyMatch(failed -> failed.partsKept() > 0);
  }

  /** Returns whether the message was sent once more, so that this delivery is to be deleted. */
  boolean isSentOnceMore(Delivery delivery, SyncReport report) {
    if (!redrivePolicy.mayMoveAfter(delivery.receiveCount()) || !hasProgressed(report)) {
      return false;
    }
    try {
      queue.sendOnceMore(delivery.message());
      problems.recovered();
      log.info(
          "message {} was received {} times and its copy has progressed: it was sent once more, for"
              + " the next receives to resume the copy",
          delivery.message().messageId(),
          delivery.receiveCount());
      return true;
    } catch (RuntimeException e) {
      problems.failed(e);
      return false;
    }
  }
}
