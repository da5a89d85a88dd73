package io.github.s3sync.lambda;

import io.github.s3sync.copy.Deadline;
import io.github.s3sync.outcome.BackOff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets failed messages return after a back-off instead of after the queue's visibility timeout,
 * which is six times the function's timeout.
 *
 * <p>A failure that may pass by itself is retried after seconds, if the queue allows enough
 * receives. Other messages keep the queue's visibility timeout. An error here is logged and changes
 * nothing else: the messages then return after the visibility timeout, as they would without this
 * class. Safe for use by many threads.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibilityBatch.html">Amazon
 *     SQS API: ChangeMessageVisibilityBatch</a>
 */
final class Redelivery {

  private static final Logger log = LoggerFactory.getLogger(S3SyncHandler.class);

  private static final int BATCH = 10;

  /** With fewer receives, short waits would turn an outage of some minutes into dead letters. */
  private static final int ENOUGH_RECEIVES = 20;

  private final Queues queues;
  private final BackOff backOff;
  private final Pause delaying = new Pause();
  private final Pause continuing = new Pause();

  Redelivery(Queues queues, BackOff backOff) {
    this.queues = queues;
    this.backOff = backOff;
  }

  /**
   * Returns an instance for this process: it calls SQS only inside a Lambda function.
   *
   * @param environment names and values, such as {@code System.getenv()}
   */
  static Redelivery of(Map<String, String> environment) {
    boolean inLambda = environment.containsKey("AWS_LAMBDA_FUNCTION_NAME");
    return new Redelivery(
        inLambda ? new SqsQueues(environment) : Queues.none(),
        BackOff.of(Duration.ofSeconds(5), Duration.ofMinutes(15)));
  }

  /**
   * Sends messages with progress once more, and sets when the other messages return.
   *
   * @return the messages that must be reported as failed
   */
  List<FailedMessage> settle(List<FailedMessage> failed, Deadline deadline) {
    List<FailedMessage> rest = new ArrayList<>(failed);
    rest.removeIf(each -> each.hasProgressed() && isContinued(each.message(), deadline));
    delay(rest, deadline);
    return rest;
  }

  /**
   * Sends a message once more if its copy has progressed and the queue would move it to its
   * dead-letter queue before the next receive. The new message has its own receive count. Lambda
   * counts each of these as a step of a recursive loop, of which it allows 16.
   */
  private boolean isContinued(SqsMessage message, Deadline deadline) {
    String queueArn = message.queueArn();
    if (queueArn == null
        || queueArn.endsWith(".fifo")
        || deadline.remaining().isZero()
        || continuing.isOn()) {
      return false;
    }
    try {
      // Not at later receives: if the message cannot be deleted, each would add a message.
      if (message.receiveCount() != queues.maxReceiveCount(queueArn, deadline.remaining())) {
        return false;
      }
      queues.send(queueArn, message.body(), deadline.remaining());
      log.info(
          "message {} was received {} times and its copy has progressed: it was sent once more, for"
              + " the next receives to resume the copy",
          message.id(),
          message.receiveCount());
      return true;
    } catch (RuntimeException | LinkageError e) {
      continuing.begin();
      log.warn(
          "message {} may go to the dead-letter queue of {} although its copy has progressed: {};"
              + " sqs:GetQueueAttributes and sqs:SendMessage on the queue are needed to send it"
              + " once more, which is not tried again for {} minutes. A redrive resumes the copy",
          message.id(),
          queueArn,
          e.toString(),
          Pause.LENGTH.toMinutes());
      return false;
    }
  }

  /** Sets when messages become visible that failed for a reason that may pass. */
  void delay(List<FailedMessage> failed, Deadline deadline) {
    List<Delay> delays = new ArrayList<>();
    String queueArn = null;
    for (FailedMessage each : failed) {
      SqsMessage message = each.message();
      if (each.isTransient() && message.receiptHandle() != null && message.queueArn() != null) {
        queueArn = message.queueArn(); // An event source has one queue.
        int failures = each.hasProgressed() ? 1 : message.receiveCount();
        delays.add(new Delay(message.receiptHandle(), backOff.after(failures).toSeconds()));
      }
    }
    if (queueArn == null || delaying.isOn() || deadline.remaining().isZero()) {
      return;
    }
    try {
      int receives = queues.maxReceiveCount(queueArn, deadline.remaining());
      if (receives < ENOUGH_RECEIVES) {
        delaying.begin();
        log.warn(
            "the redrive policy of {} has maxReceiveCount {}: messages that fail return after the"
                + " visibility timeout; set {} or more for a return after seconds",
            queueArn,
            receives,
            ENOUGH_RECEIVES);
        return;
      }
      for (int from = 0; from < delays.size(); from += BATCH) {
        if (deadline.remaining().isZero()) {
          return;
        }
        queues.delay(
            queueArn,
            delays.subList(from, Math.min(from + BATCH, delays.size())),
            deadline.remaining());
      }
    } catch (RuntimeException | LinkageError e) {
      delaying.begin();
      log.warn(
          "messages that failed return after the visibility timeout of {} instead of after seconds:"
              + " {}; sqs:GetQueueAttributes and sqs:ChangeMessageVisibility on the queue are"
              + " needed for a shorter wait",
          queueArn,
          e.toString());
    }
  }

  /**
   * Stops attempts for a time after a failure, so that a missing permission is logged once and
   * costs little time.
   */
  private static final class Pause {

    static final Duration LENGTH = Duration.ofMinutes(5);

    private @Nullable Deadline end;

    synchronized boolean isOn() {
      return end != null && !end.remaining().isZero();
    }

    synchronized void begin() {
      end = Deadline.after(LENGTH);
    }
  }

  /** How long, from now, a received message stays hidden. */
  record Delay(String receiptHandle, long seconds) {}
}
