package io.github.s3sync.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.github.s3sync.S3Sync;
import io.github.s3sync.config.EnvironmentReader;
import io.github.s3sync.event.MalformedEventException;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies what the messages of an SQS queue announce, and reports each message by itself.
 *
 * <p>A message is reported as failed if it holds no notification or if anything that it announced
 * was not copied; the queue then delivers it again, and in the end moves it to its dead-letter
 * queue. The messages of one invocation are copied together, as far as the façade's concurrency
 * reaches.
 *
 * <p>The event source mapping must have {@code ReportBatchItemFailures} among its {@code
 * FunctionResponseTypes}: without it Lambda ignores the answer and deletes the failed messages of a
 * batch in which another message succeeded. If every message of a batch failed, this throws, and
 * Lambda keeps them with or without that setting.
 *
 * <p>A message that failed for a reason that may pass is received again after 3 to 5 seconds,
 * doubled with each receive up to 15 minutes, if the function's role has {@code
 * sqs:ChangeMessageVisibility} and {@code sqs:GetQueueAttributes} and the queue's {@code
 * maxReceiveCount} is 20 or more; otherwise, and after any other failure, after the queue's
 * visibility timeout.
 *
 * <p>Writes the metrics that {@link S3SyncHandler} writes, where they are asked for. Safe for use
 * by many threads.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html">Error
 *     handling for an SQS event source</a>
 * @since 0.1.0
 */
public class SqsEventHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {

  private final SqsMessages messages;

  /** Makes a handler that the environment variables configure. */
  public SqsEventHandler() {
    this(new EnvironmentReader().read(System.getenv()));
  }

  /**
   * Makes a handler.
   *
   * @param sync does the work; whoever made it closes it
   * @throws io.github.s3sync.config.InvalidConfigException if {@code S3SYNC_METRICS_NAMESPACE} is
   *     wrong, which is read here, too
   */
  protected SqsEventHandler(S3Sync sync) {
    this(sync, EmbeddedMetrics.of(System.getenv()), Redelivery.of(System.getenv()));
  }

  SqsEventHandler(S3Sync sync, EmbeddedMetrics metrics, Redelivery redelivery) {
    this.messages = new SqsMessages(new InvocationRunner(sync, metrics), redelivery);
  }

  /**
   * Copies.
   *
   * @param event the messages
   * @param context says how much time is left
   * @return the ids of the messages that must be delivered again
   * @throws MalformedEventException if there are no messages, or one has no id: the trigger is not
   *     an SQS queue
   * @throws NotCopiedException if something of every message was not copied
   */
  @Override
  public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
    if (event == null || event.getRecords() == null || event.getRecords().isEmpty()) {
      throw new MalformedEventException("no SQS event: Records is missing or empty");
    }
    InvocationLog.received(event::toString);
    List<SqsMessage> batch = new ArrayList<>();
    for (SQSEvent.SQSMessage message : event.getRecords()) {
      batch.add(
          SqsMessage.of(
              batch.size(),
              message.getMessageId(),
              message.getBody(),
              message.getReceiptHandle(),
              message.getAttributes(),
              message.getEventSourceArn()));
    }
    List<String> failures = messages.failures(batch, context);
    return new SQSBatchResponse(
        failures.stream().map(SQSBatchResponse.BatchItemFailure::new).toList());
  }
}
