package io.github.s3sync.cli.redrive;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeNameForSends;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/**
 * Sends messages to a queue, with their bodies and attributes unchanged, except for the attributes
 * that describe the failure: they would be wrong if the message failed again for another reason.
 */
public final class QueueTarget implements RedriveTarget {

  /** The limit for the sum of all messages of one call that each queue accepts. */
  private static final int MAX_BATCH_BYTES = 262_144;

  private final SqsClient client;
  private final String url;

  /**
   * Creates a target.
   *
   * @param client the client, which the caller closes
   * @param url the URL of the queue
   */
  public QueueTarget(SqsClient client, String url) {
    this.client = client;
    this.url = url;
  }

  @Override
  public List<@Nullable String> send(List<DeadLetter> letters) {
    List<@Nullable String> problems = new ArrayList<>();
    List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
    long bytes = 0;
    for (DeadLetter letter : letters) {
      Map<String, MessageAttributeValue> attributes = attributes(letter.message());
      long size = size(letter.message().body(), attributes);
      if (!entries.isEmpty() && bytes + size > MAX_BATCH_BYTES) {
        problems.addAll(sendBatch(entries));
        entries = new ArrayList<>();
        bytes = 0;
      }
      entries.add(entry(entries.size(), letter.message(), attributes));
      bytes += size;
    }
    problems.addAll(sendBatch(entries));
    return problems;
  }

  private List<@Nullable String> sendBatch(List<SendMessageBatchRequestEntry> entries) {
    return BatchAnswers.of(
        entries.size(),
        () -> {
          SendMessageBatchResponse response =
              client.sendMessageBatch(
                  r ->
                      r.queueUrl(url)
                          .entries(entries)
                          .overrideConfiguration(DeadLetterQueue.timeout()));
          return new BatchAnswers.Answers(
              response.successful().stream().map(sent -> sent.id()).toList(), response.failed());
        });
  }

  private static SendMessageBatchRequestEntry entry(
      int id, Message message, Map<String, MessageAttributeValue> attributes) {
    SendMessageBatchRequestEntry.Builder entry =
        SendMessageBatchRequestEntry.builder()
            .id(Integer.toString(id))
            .messageBody(message.body())
            .messageAttributes(attributes)
            // A standard queue may have groups, between which SQS is fair.
            .messageGroupId(message.attributes().get(MessageSystemAttributeName.MESSAGE_GROUP_ID));
    String trace = message.attributes().get(MessageSystemAttributeName.AWS_TRACE_HEADER);
    if (trace != null) {
      entry.messageSystemAttributes(
          Map.of(
              MessageSystemAttributeNameForSends.AWS_TRACE_HEADER,
              MessageSystemAttributeValue.builder().dataType("String").stringValue(trace).build()));
    }
    return entry.build();
  }

  private static Map<String, MessageAttributeValue> attributes(Message message) {
    Map<String, MessageAttributeValue> attributes = new HashMap<>(message.messageAttributes());
    attributes.keySet().removeIf(DeadLetterReader::describesFailure);
    return attributes;
  }

  private static long size(String body, Map<String, MessageAttributeValue> attributes) {
    long size = bytes(body);
    for (Map.Entry<String, MessageAttributeValue> attribute : attributes.entrySet()) {
      MessageAttributeValue value = attribute.getValue();
      size += bytes(attribute.getKey()) + bytes(value.dataType()) + bytes(value.stringValue());
      size += value.binaryValue() == null ? 0 : value.binaryValue().asByteArrayUnsafe().length;
    }
    return size;
  }

  private static int bytes(@Nullable String text) {
    return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
  }
}
