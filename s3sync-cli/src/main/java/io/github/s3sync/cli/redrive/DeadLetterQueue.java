package io.github.s3sync.cli.redrive;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

/** Makes the calls for the messages of a dead-letter queue. Safe for use by many threads. */
public final class DeadLetterQueue {

  /** The maximum number of messages of one call. */
  static final int BATCH = 10;

  /** How long a received message is hidden; a run extends the time, and ends it. */
  static final Duration HIDDEN = Duration.ofMinutes(5);

  /** A receive that waits asks all servers of SQS, so that an empty answer means an empty queue. */
  private static final int WAIT_SECONDS = 1;

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** The time of an answer has a resolution of a second, and may be that of an earlier second. */
  private static final Duration MAX_SKEW = Duration.ofSeconds(5);

  private final SqsClient client;
  private final String url;
  private final InstantSource clock;
  private final int waitSeconds;
  private @Nullable Instant began;

  /**
   * Creates a queue.
   *
   * @param client the client, which the caller closes
   * @param url the URL of the dead-letter queue
   */
  public DeadLetterQueue(SqsClient client, String url) {
    this(client, url, InstantSource.system(), WAIT_SECONDS);
  }

  DeadLetterQueue(SqsClient client, String url, InstantSource clock, int waitSeconds) {
    this.waitSeconds = waitSeconds;
    this.client = client;
    this.url = url;
    this.clock = clock;
  }

  /**
   * Returns the properties of the queue.
   *
   * @return the properties; empty if the permission {@code sqs:GetQueueAttributes} is missing
   */
  public Map<QueueAttributeName, String> attributes() {
    try {
      GetQueueAttributesResponse response =
          client.getQueueAttributes(
              r ->
                  r.queueUrl(url)
                      .attributeNames(
                          QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                          QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
                          QueueAttributeName.REDRIVE_POLICY)
                      .overrideConfiguration(timeout()));
      return response.attributes();
    } catch (SdkException e) {
      return Map.of();
    }
  }

  /** Receives up to ten messages and hides them for {@link #HIDDEN}. */
  List<Message> receive() {
    Instant asked = clock.instant();
    ReceiveMessageResponse response =
        client.receiveMessage(
            r ->
                r.queueUrl(url)
                    .maxNumberOfMessages(BATCH)
                    .waitTimeSeconds(waitSeconds)
                    .visibilityTimeout((int) HIDDEN.toSeconds())
                    .messageAttributeNames("All")
                    .messageSystemAttributeNames(MessageSystemAttributeName.ALL)
                    .overrideConfiguration(timeout()));
    began(asked, response);
    return response.messages();
  }

  /**
   * Records when the run began. SQS sets the times of messages, so the clock of this machine is
   * corrected by the time of the answer, unless they agree.
   */
  private synchronized void began(Instant asked, ReceiveMessageResponse response) {
    if (began != null) {
      return;
    }
    Instant answered =
        response.sdkHttpResponse().firstMatchingHeader("Date").map(this::time).orElse(asked);
    boolean agrees = Duration.between(asked, answered).abs().compareTo(MAX_SKEW) <= 0;
    began = agrees ? asked : answered;
  }

  private @Nullable Instant time(String date) {
    try {
      return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  /** Returns whether a message was sent after the first receive. */
  synchronized boolean isNewer(Message message) {
    String sent = message.attributes().get(MessageSystemAttributeName.SENT_TIMESTAMP);
    return sent != null
        && Instant.ofEpochMilli(Long.parseLong(sent))
            .isAfter(Objects.requireNonNull(began, "received"));
  }

  /**
   * Deletes messages. A delete that fails is retried once.
   *
   * @return for each message, in order, null if it is deleted, and otherwise the reason why not
   */
  List<@Nullable String> delete(List<Message> messages) {
    List<@Nullable String> problems = deleteOnce(messages);
    List<Integer> failed = new ArrayList<>();
    for (int i = 0; i < problems.size(); i++) {
      if (problems.get(i) != null) {
        failed.add(i);
      }
    }
    if (!failed.isEmpty()) {
      List<@Nullable String> again = deleteOnce(failed.stream().map(messages::get).toList());
      for (int i = 0; i < failed.size(); i++) {
        problems.set(failed.get(i), again.get(i));
      }
    }
    return problems;
  }

  private List<@Nullable String> deleteOnce(List<Message> messages) {
    List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>();
    for (Message message : messages) {
      entries.add(
          DeleteMessageBatchRequestEntry.builder()
              .id(Integer.toString(entries.size()))
              .receiptHandle(message.receiptHandle())
              .build());
    }
    return BatchAnswers.of(
        entries.size(),
        () -> {
          DeleteMessageBatchResponse response =
              client.deleteMessageBatch(
                  r -> r.queueUrl(url).entries(entries).overrideConfiguration(timeout()));
          return new BatchAnswers.Answers(
              response.successful().stream().map(done -> done.id()).toList(), response.failed());
        });
  }

  /**
   * Sets how long messages stay hidden.
   *
   * @param handles the receipt handles of at most ten messages
   * @param time the time from now on; zero makes the messages visible
   * @return the handles for which this failed, because the messages are visible or deleted, or
   *     because SQS did not answer
   */
  Set<String> hide(List<String> handles, Duration time) {
    List<ChangeMessageVisibilityBatchRequestEntry> entries = new ArrayList<>();
    for (String handle : handles) {
      entries.add(
          ChangeMessageVisibilityBatchRequestEntry.builder()
              .id(Integer.toString(entries.size()))
              .receiptHandle(handle)
              .visibilityTimeout((int) time.toSeconds())
              .build());
    }
    Set<String> failed = new HashSet<>(handles);
    try {
      Set<String> done =
          client
              .changeMessageVisibilityBatch(
                  r -> r.queueUrl(url).entries(entries).overrideConfiguration(timeout()))
              .successful()
              .stream()
              .map(one -> one.id())
              .collect(Collectors.toSet());
      for (int i = 0; i < handles.size(); i++) {
        if (done.contains(Integer.toString(i))) {
          failed.remove(handles.get(i));
        }
      }
    } catch (SdkException e) {
      // The messages become visible by themselves.
    }
    return failed;
  }

  static AwsRequestOverrideConfiguration timeout() {
    return AwsRequestOverrideConfiguration.builder().apiCallTimeout(TIMEOUT).build();
  }
}
