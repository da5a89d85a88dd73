package io.github.s3sync.examples.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.s3sync.testing.LambdaRuntime;
import io.github.s3sync.testing.LambdaRuntime.Response;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * Runs a function that receives the messages of a queue as by an event source mapping. Processed
 * messages are deleted, except those that the function reports, if the mapping enables that.
 */
final class QueuedFunction implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();

  private final LambdaRuntime runtime;
  private final Duration timeout;
  private final SqsClient sqs;
  private final String queueUrl;
  private final int batchSize;
  private final boolean reportsItems;
  private final Thread mapping = new Thread(this::poll, "event-source-mapping");
  private volatile boolean closed;

  private QueuedFunction(
      LambdaRuntime runtime,
      Duration timeout,
      SqsClient sqs,
      String queueUrl,
      Map<String, Object> mapping) {
    this.runtime = runtime;
    this.timeout = timeout;
    this.sqs = sqs;
    this.queueUrl = queueUrl;
    this.batchSize = Integer.parseInt(String.valueOf(mapping.get("BatchSize")));
    this.reportsItems =
        CloudFormation.list(mapping.get("FunctionResponseTypes"))
            .contains("ReportBatchItemFailures");
  }

  /** Starts the function. {@code mapping} contains the properties of SAM's SQS event. */
  static QueuedFunction start(
      String classpath,
      String handler,
      Map<String, String> environment,
      Duration timeout,
      SqsClient sqs,
      String queueUrl,
      Map<String, Object> mapping) {
    LambdaRuntime runtime = LambdaRuntime.start(classpath, handler, environment);
    QueuedFunction function = new QueuedFunction(runtime, timeout, sqs, queueUrl, mapping);
    function.mapping.setDaemon(true);
    function.mapping.start();
    return function;
  }

  void offer(String body) {
    sqs.sendMessage(s -> s.queueUrl(queueUrl).messageBody(body));
  }

  int waiting() {
    Map<QueueAttributeName, String> attributes =
        sqs.getQueueAttributes(g -> g.queueUrl(queueUrl).attributeNames(QueueAttributeName.ALL))
            .attributes();
    return Integer.parseInt(attributes.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
        + Integer.parseInt(
            attributes.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE));
  }

  String log() {
    return runtime.log();
  }

  private void poll() {
    while (!closed) {
      List<Message> messages =
          sqs.receiveMessage(
                  r -> r.queueUrl(queueUrl).maxNumberOfMessages(batchSize).waitTimeSeconds(1))
              .messages();
      if (!messages.isEmpty()) {
        Response response = runtime.invoke(event(messages), timeout);
        Set<String> failed = failures(response, messages);
        messages.stream()
            .filter(message -> !failed.contains(message.messageId()))
            .forEach(
                message ->
                    sqs.deleteMessage(
                        d -> d.queueUrl(queueUrl).receiptHandle(message.receiptHandle())));
      }
    }
  }

  private Set<String> failures(Response response, List<Message> messages) {
    Set<String> failed = new HashSet<>();
    if (response.isError()) {
      messages.forEach(message -> failed.add(message.messageId()));
    } else if (reportsItems) {
      try {
        for (JsonNode item : JSON.readTree(response.body()).path("batchItemFailures")) {
          failed.add(item.path("itemIdentifier").asText());
        }
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(response.body(), e);
      }
    }
    return failed;
  }

  private static String event(List<Message> messages) {
    ObjectNode event = JSON.createObjectNode();
    for (Message message : messages) {
      event
          .withArray("Records")
          .addObject()
          .put("messageId", message.messageId())
          .put("receiptHandle", message.receiptHandle())
          .put("body", message.body())
          .put("eventSource", "aws:sqs")
          .put("eventSourceARN", Sample.QUEUE_ARN)
          .put("awsRegion", Sample.REGION);
    }
    return event.toString();
  }

  @Override
  public void close() {
    closed = true;
    try {
      mapping.join(Duration.ofSeconds(30).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    runtime.close();
  }
}
