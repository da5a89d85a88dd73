package io.github.s3sync.lambda;

import io.github.s3sync.event.MalformedEventException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message of an SQS queue, as Lambda passes it to a function.
 *
 * @param id the id by which a failure is reported
 * @param body empty if the message has none
 * @param receiptHandle the handle for changing its visibility; null if the event does not contain
 *     it
 * @param receiveCount how many times it has been received, including this time; 1 if unknown
 * @param queueArn the queue; null if the event does not contain it
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
   * @throws MalformedEventException if it has no id: its failure could not be reported, and an
   *     empty id in the answer fails the whole batch anyway
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
