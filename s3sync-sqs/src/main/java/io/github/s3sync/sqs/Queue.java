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
 * The calls to SQS, each with a time limit of its own that spans the client's retries. What a call
 * throws goes to the caller; what it answers for each message of a batch is a result.
 */
final class Queue {

  /** The most messages that one call takes. */
  static final int BATCH = 10;

  /** The longest that SQS holds a receive open while there is nothing to give. */
  static final Duration LONG_POLL = Duration.ofSeconds(20);

  /** For an answer to come, and for what the client repeats. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final String INVALID_HANDLE = "ReceiptHandleIsInvalid";
  private static final String INVALID_VALUE = "InvalidParameterValue";
  private static final String NOT_IN_FLIGHT = "MessageNotInflight";

  /** What SQS says of one message of a batch. */
  enum Answer {
    /** It is done. */
    DONE,
    /** The receipt handle is no longer good: the message is deleted, or others may have it. */
    LOST,
    /** It failed for another reason. */
    FAILED
  }

  /**
   * The answers to a batch.
   *
   * @param each one for each message, in order
   * @param problem what SQS says of the first that failed; empty if none did
   */
  record Answers(List<Answer> each, String problem) {}

  /**
   * For how long a message is to be hidden.
   *
   * @param delivery the message
   * @param seconds from when SQS hears of it; zero shows it
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

  /** Whether two URLs name one queue; SQS answers under several host names. */
  static boolean isSame(String url, String other) {
    return name(url).equals(name(other));
  }

  /** The account and the queue's name, with which each URL ends. */
  private static String name(String url) {
    String[] parts = url.split("/", -1);
    return parts.length < 2 ? url : parts[parts.length - 2] + "/" + parts[parts.length - 1];
  }

  /** How often the queue's redrive policy lets a message be received; 0 if it has none. */
  int maxReceiveCount() {
    String policy =
        client
            .getQueueAttributes(
                g ->
                    g.queueUrl(url)
                        .attributeNames(QueueAttributeName.REDRIVE_POLICY)
                        .overrideConfiguration(within(PATIENCE)))
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
                    .overrideConfiguration(within(LONG_POLL.plus(PATIENCE))))
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
            c -> c.queueUrl(url).entries(entries).overrideConfiguration(within(PATIENCE)));
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
   * @param traceHeader of the message that it stands for, so that AWS X-Ray shows both as one trace
   */
  void send(
      String body, Map<String, MessageAttributeValue> attributes, @Nullable String traceHeader) {
    client.sendMessage(
        s -> {
          s.queueUrl(url)
              .messageBody(body)
              .messageAttributes(attributes)
              .overrideConfiguration(within(PATIENCE));
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
   * Whether SQS refused what it was given. A message that is too long is such a case, for which SQS
   * has no code of its own.
   */
  static boolean isInvalid(RuntimeException e) {
    return e instanceof SqsException error
        && error.statusCode() == 400
        && error.awsErrorDetails() != null
        && (error.awsErrorDetails().errorCode().contains("Invalid")
            || error.awsErrorDetails().errorCode().contains("TooLong"));
  }

  /** A message that SQS says nothing of has failed. */
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
      problem = "SQS answered without a word on a message of the batch";
    }
    return new Answers(each, problem);
  }

  /**
   * SQS's JSON protocol gives the short code, its query protocol a longer one that contains it. A
   * handle that was good once has the code of any wrong value.
   *
   * @see <a href="https://github.com/aws/aws-sdk-java/issues/1628">what SQS says of an expired
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
