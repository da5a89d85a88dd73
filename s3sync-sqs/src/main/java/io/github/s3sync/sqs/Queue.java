package io.github.s3sync.sqs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeNameForSends;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SqsException;

/**
 * Makes the calls to SQS, each with its own time limit, which includes the client's retries.
 * Exceptions of a call are passed to the caller; the answers for the messages of a batch are
 * results.
 */
final class Queue {

  /** The maximum number of messages of one call. */
  static final int BATCH = 10;

  /** SQS's maximum time for a receive to wait for messages. */
  static final Duration LONG_POLL = Duration.ofSeconds(20);

  /** The time limit for an answer, including the client's retries. */
  static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);

  private static final String INVALID_HANDLE = "ReceiptHandleIsInvalid";
  private static final String INVALID_VALUE = "InvalidParameterValue";
  private static final String NOT_IN_FLIGHT = "MessageNotInflight";

  /** SQS's answer for one message of a batch. */
  enum Answer {
    /** The call succeeded. */
    DONE,
    /**
     * SQS no longer accepts the receipt handle: the message is deleted, or other consumers may have
     * it.
     */
    LOST,
    /** The call failed for another reason. */
    FAILED
  }

  /**
   * The answers for a batch.
   *
   * @param each one for each message, in order
   * @param problem SQS's description of the first failure; empty if there is none
   */
  record Answers(List<Answer> each, String problem) {}

  /**
   * A visibility timeout to set.
   *
   * @param delivery the message
   * @param seconds the time from when SQS receives the call; zero makes it visible
   */
  record Hiding(Delivery delivery, int seconds) {}

  private static final JsonMapper JSON = new JsonMapper();

  private final SqsClient client;
  private final String url;

  Queue(SqsClient client, String url) {
    this.client = client;
    this.url = url;
  }

  String url() {
    return url;
  }

  /** Returns whether two URLs name one queue; SQS answers under several host names. */
  static boolean isSame(String url, String other) {
    return name(url).equals(name(other));
  }

  /** Returns the account and the queue's name, with which each URL ends. */
  private static String name(String url) {
    String[] parts = url.split("/", -1);
    return parts.length < 2 ? url : parts[parts.length - 2] + "/" + parts[parts.length - 1];
  }

  /** Returns how often the queue's redrive policy lets a message be received; 0 if it has none. */
  int maxReceiveCount() {
    String policy =
        client
            .getQueueAttributes(
                g ->
                    g.queueUrl(url)
                        .attributeNames(QueueAttributeName.REDRIVE_POLICY)
                        .overrideConfiguration(within(ANSWER_TIMEOUT)))
            .attributes()
            .get(QueueAttributeName.REDRIVE_POLICY);
    try {
      return policy == null ? 0 : JSON.readTree(policy).path("maxReceiveCount").asInt();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("SQS answered with a redrive policy that is not JSON", e);
    }
  }

  /** Waits for messages, up to {@link #LONG_POLL}. */
  List<Message> receive(int most, Duration visibilityTimeout) {
    return client
        .receiveMessage(
            r ->
                r.queueUrl(url)
                    .maxNumberOfMessages(most)
                    .waitTimeSeconds((int) LONG_POLL.toSeconds())
                    .visibilityTimeout((int) visibilityTimeout.toSeconds())
                    .messageSystemAttributeNames(
                        MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT,
                        MessageSystemAttributeName.SENT_TIMESTAMP,
                        MessageSystemAttributeName.AWS_TRACE_HEADER)
                    .messageAttributeNames("All")
                    .overrideConfiguration(within(LONG_POLL.plus(ANSWER_TIMEOUT))))
        .messages();
  }

  Answers delete(List<Delivery> deliveries, Duration patience) {
    List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>();
    for (int i = 0; i < deliveries.size(); i++) {
      String handle = deliveries.get(i).message().receiptHandle();
      entries.add(
          DeleteMessageBatchRequestEntry.builder()
              .id(Integer.toString(i))
              .receiptHandle(handle)
              .build());
    }
    DeleteMessageBatchResponse response =
        client.deleteMessageBatch(
            d -> d.queueUrl(url).entries(entries).overrideConfiguration(within(patience)));
    return answers(
        entries.size(),
        response.successful().stream().map(s -> s.id()).toList(),
        response.failed());
  }

  Answers hide(List<Hiding> hidings) {
    List<ChangeMessageVisibilityBatchRequestEntry> entries = new ArrayList<>();
    for (int i = 0; i < hidings.size(); i++) {
      Hiding hiding = hidings.get(i);
      entries.add(
          ChangeMessageVisibilityBatchRequestEntry.builder()
              .id(Integer.toString(i))
              .receiptHandle(hiding.delivery().message().receiptHandle())
              .visibilityTimeout(hiding.seconds())
              .build());
    }
    ChangeMessageVisibilityBatchResponse response =
        client.changeMessageVisibilityBatch(
            c -> c.queueUrl(url).entries(entries).overrideConfiguration(within(ANSWER_TIMEOUT)));
    return answers(
        entries.size(),
        response.successful().stream().map(s -> s.id()).toList(),
        response.failed());
  }

  /** Sends a message that was received from this queue to it once more. */
  void sendOnceMore(Message message) {
    send(
        message.body(),
        message.messageAttributes(),
        message.attributes().get(MessageSystemAttributeName.AWS_TRACE_HEADER));
  }

  /**
   * Sends a message.
   *
   * @param traceHeader the trace header of the original message, so that AWS X-Ray shows both as
   *     one trace
   */
  void send(
      String body, Map<String, MessageAttributeValue> attributes, @Nullable String traceHeader) {
    client.sendMessage(
        s -> {
          s.queueUrl(url)
              .messageBody(body)
              .messageAttributes(attributes)
              .overrideConfiguration(within(ANSWER_TIMEOUT));
          if (traceHeader != null) {
            s.messageSystemAttributes(
                Map.of(
                    MessageSystemAttributeNameForSends.AWS_TRACE_HEADER,
                    MessageSystemAttributeValue.builder()
                        .dataType("String")
                        .stringValue(traceHeader)
                        .build()));
          }
        });
  }

  /**
   * Returns whether SQS rejected the input. This includes a message that is too long, for which SQS
   * has no specific code.
   */
  static boolean isInvalid(RuntimeException e) {
    return e instanceof SqsException error
        && error.statusCode() == 400
        && error.awsErrorDetails() != null
        && (error.awsErrorDetails().errorCode().contains("Invalid")
            || error.awsErrorDetails().errorCode().contains("TooLong"));
  }

  /** Returns the answers; a message without a result has failed. */
  private static Answers answers(
      int size, List<String> successful, List<BatchResultErrorEntry> failed) {
    Map<String, Answer> byId = new HashMap<>();
    successful.forEach(id -> byId.put(id, Answer.DONE));
    String problem = "";
    for (BatchResultErrorEntry error : failed) {
      boolean lost = lost(error);
      byId.put(error.id(), lost ? Answer.LOST : Answer.FAILED);
      if (!lost && problem.isEmpty()) {
        problem = error.code() + ": " + error.message();
      }
    }
    List<Answer> each = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      each.add(byId.getOrDefault(Integer.toString(i), Answer.FAILED));
    }
    if (problem.isEmpty() && each.contains(Answer.FAILED)) {
      problem = "SQS returned no result for at least one message of the batch";
    }
    return new Answers(each, problem);
  }

  /**
   * Returns whether the receipt handle is no longer valid. SQS's JSON protocol returns the short
   * code, its query protocol a longer one that contains it. An expired handle has the code of any
   * wrong value.
   *
   * @see <a href="https://github.com/aws/aws-sdk-java/issues/1628">SQS's error for an expired
   *     handle</a>
   */
  private static boolean lost(BatchResultErrorEntry error) {
    String code = String.valueOf(error.code());
    return code.contains(INVALID_HANDLE)
        || code.contains(NOT_IN_FLIGHT)
        || (code.contains(INVALID_VALUE)
            && String.valueOf(error.message()).contains("parameter ReceiptHandle"));
  }

  private static AwsRequestOverrideConfiguration within(Duration limit) {
    return AwsRequestOverrideConfiguration.builder().apiCallTimeout(limit).build();
  }
}
