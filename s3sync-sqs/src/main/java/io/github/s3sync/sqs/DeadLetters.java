package io.github.s3sync.sqs;

import io.github.s3sync.event.LogText;
import io.github.s3sync.outcome.CopyOutcome;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/** Sends messages that are given up to the dead-letter queue, with the reason. */
final class DeadLetters {

  private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);

  private static final String REASON = "s3sync.reason";
  private static final String RULE = "s3sync.rule";
  private static final String MESSAGE = "s3sync.message";

  /** SQS's maximum number of attributes of a message. */
  private static final int MAX_ATTRIBUTES = 10;

  private static final int MAX_LOGGED_CHARS = 1000;

  /**
   * Matches characters that SQS does not accept.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html">SendMessage</a>
   */
  private static final Pattern REFUSED =
      Pattern.compile("[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]");

  private final Queue queue;
  private final ProblemLog problems;

  DeadLetters(Queue queue, LongSupplier nanoTime) {
    this.queue = queue;
    this.problems = new ProblemLog("send to the dead-letter queue " + queue.url(), nanoTime);
  }

  ProblemLog problems() {
    return problems;
  }

  /** Sends a message; returns false if its arrival is not confirmed. */
  boolean send(Message message, CopyOutcome.Failed failure) {
    Map<String, MessageAttributeValue> attributes = new LinkedHashMap<>();
    put(attributes, REASON, failure.reason().name());
    put(attributes, RULE, failure.rule());
    put(attributes, MESSAGE, failure.message());
    message.messageAttributes().entrySet().stream()
        .limit(MAX_ATTRIBUTES - attributes.size())
        .forEach(own -> attributes.putIfAbsent(own.getKey(), own.getValue()));
    try {
      send(message, attributes, failure);
      problems.recovered();
      return true;
    } catch (RuntimeException e) {
      problems.failed(e);
      return false;
    }
  }

  private void send(
      Message message, Map<String, MessageAttributeValue> attributes, CopyOutcome.Failed failure) {
    String trace = message.attributes().get(MessageSystemAttributeName.AWS_TRACE_HEADER);
    try {
      queue.send(message.body(), attributes, trace);
    } catch (RuntimeException e) {
      if (!Queue.isInvalid(e)) {
        throw e;
      }
      // A body of SQS's maximum size leaves no room for attributes.
      queue.send(message.body(), Map.of(), trace);
      log.warn(
          "message {} was sent to the dead-letter queue without attributes, since SQS refused them"
              + " ({}); it failed with {}",
          message.messageId(),
          LogText.of(String.valueOf(e.getMessage()), MAX_LOGGED_CHARS),
          failure.reason());
    }
  }

  private static void put(
      Map<String, MessageAttributeValue> attributes, String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      String text = REFUSED.matcher(LogText.of(value, MAX_LOGGED_CHARS)).replaceAll("?");
      attributes.put(
          name, MessageAttributeValue.builder().dataType("String").stringValue(text).build());
    }
  }
}
