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
 * Copies the objects of the messages of an SQS queue, and reports each message separately.
 *
 * <p>A message is reported as failed if it contains no notification or if one of its objects was
 * not copied; the queue then delivers it again, and finally moves it to its dead-letter queue. The
 * messages of one invocation are copied together, up to the façade's concurrency.
 *
 * <p>The event source mapping must have {@code ReportBatchItemFailures} among its {@code
 * FunctionResponseTypes}. Without it Lambda ignores the answer, and deletes the failed messages of
 * a batch in which another message succeeded. If every message of a batch failed, this method
 * throws, and Lambda keeps the messages with or without that setting.
 *
 * <p>A message that failed for a reason that may pass is received again after 3 to 5 seconds,
 * doubled with each receive up to 15 minutes. This requires {@code sqs:ChangeMessageVisibility} and
 * {@code sqs:GetQueueAttributes} for the function's role, and a {@code maxReceiveCount} of the
 * queue of 20 or more. Otherwise, and after any other failure, it is received again after the
 * queue's visibility timeout.
 *
 * <p>Writes the metrics that {@link S3SyncHandler} writes, if they are enabled. Safe for use by
 * many threads.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html">Error
 *     handling for an SQS event source</a>
 * @since 0.1.0
 */
public class SqsEventHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {

  private final SqsMessages messages;

  /** Creates a handler that is configured by environment variables. */
  public SqsEventHandler() {
    this(new EnvironmentReader().read(System.getenv()));
  }

  /**
   * Creates a handler.
   *
   * @param sync the façade, which the caller closes
   * @throws io.github.s3sync.config.InvalidConfigException if {@code S3SYNC_METRICS_NAMESPACE} is
   *     wrong; it is read here as well
   */
  protected SqsEventHandler(S3Sync sync) {
    this(sync, EmbeddedMetrics.of(System.getenv()), Redelivery.of(System.getenv()));
  }

  SqsEventHandler(S3Sync sync, EmbeddedMetrics metrics, Redelivery redelivery) {
    this.messages = new SqsMessages(new InvocationRunner(sync, metrics), redelivery);
  }

  /**
   * Copies the objects of the messages.
   *
   * @param event the messages
   * @param context returns the remaining time
   * @return the ids of the messages that must be delivered again
   * @throws MalformedEventException if messages are missing, or a message has no id: the trigger is
   *     not an SQS queue
   * @throws NotCopiedException if every message failed
   */
  @Override
  public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
    if (event == null || event.getRecords() == null || event.getRecords().isEmpty()) {
      throw new MalformedEventException("not an SQS event: Records is missing or empty");
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
