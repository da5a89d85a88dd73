package io.github.s3sync.lambda;

import io.github.s3sync.event.MalformedEventException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message of an SQS queue, as Lambda passes it to a function.
 *
 * @param id what a failure is reported by
 * @param body empty if the message has none
 * @param receiptHandle what its visibility is changed by; null where the event does not have it
 * @param receiveCount how many times it has been received, this time included; 1 if unknown
 * @param queueArn the queue; null where the event does not have it
 */
record SqsMessage(
    String id,
    String body,
    @Nullable String receiptHandle,
    int receiveCount,
    @Nullable String queueArn) {

  private static final String RECEIVE_COUNT = "ApproximateReceiveCount";

  /**
   * Reads the parts of a message.
   *
   * @throws MalformedEventException if it has no id: without one its failure could not be reported,
   *     and an empty one in the answer fails the whole batch anyway
   */
  static SqsMessage of(
      int index,
      @Nullable String id,
      @Nullable String body,
      @Nullable String receiptHandle,
      @Nullable Map<String, String> attributes,
      @Nullable String queueArn) {
    if (id == null || id.isBlank()) {
      throw new MalformedEventException(
          "Records[" + index + "].messageId is missing or empty, expected a string");
    }
    String count = attributes == null ? null : attributes.get(RECEIVE_COUNT);
    return new SqsMessage(
        id,
        body == null ? "" : body,
        receiptHandle,
        count != null && count.matches("[0-9]{1,9}") ? Integer.parseInt(count) : 1,
        queueArn);
  }
}
