package io.github.s3sync.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.s3sync.S3Sync;
import io.github.s3sync.config.EnvironmentReader;
import io.github.s3sync.event.MalformedEventException;
import io.github.s3sync.outcome.SyncReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Copies the objects of the events of any trigger, and answers in the form that the trigger
 * expects.
 *
 * <table> <caption>Answers by trigger</caption> <tr><th>trigger</th><th>all copied</th><th>a
 * failure</th></tr> <tr><td>S3, SNS, EventBridge</td><td>a summary</td><td>{@link
 * NotCopiedException}: Lambda retries twice, then the event goes to the function's on-failure
 * destination</td></tr> <tr><td>SQS, also by EventBridge Pipes, with any of the above in its
 * messages</td><td>no {@code batchItemFailures}</td> <td>the ids of the failed messages; {@link
 * NotCopiedException} if every message of the batch failed. See {@link SqsEventHandler}</td></tr>
 * <tr><td>S3 Batch Operations</td><td>{@code Succeeded} for each task</td><td>{@code
 * TemporaryFailure} for tasks that a retry may complete, {@code PermanentFailure} for the
 * others</td></tr> </table>
 *
 * <p>Any other event is an error, whatever the trigger: a wrong trigger must not look as if all
 * objects had been copied. {@code s3:TestEvent} and SNS's subscription messages are not errors; S3
 * and SNS send them when a trigger is set up.
 *
 * <p>If {@code S3SYNC_METRICS_NAMESPACE} is set, each invocation also writes metrics: lines on
 * {@code System.out}, from which CloudWatch derives counts by outcome and reason, and the replicas'
 * lag.
 *
 * <p>Safe for use by many threads.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">CloudWatch:
 *     embedded metric format</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-invoke-lambda.html">S3
 *     Batch Operations: invoke Lambda function</a>
 * @since 0.1.0
 */
public class S3SyncHandler implements RequestStreamHandler {

  private static final JsonMapper JSON = new JsonMapper();

  private final InvocationRunner runner;
  private final SqsMessages messages;

  /** Creates a handler that is configured by environment variables. */
  public S3SyncHandler() {
    this(new EnvironmentReader().read(System.getenv()));
  }

  /**
   * Creates a handler.
   *
   * @param sync the façade, which the caller closes
   * @throws io.github.s3sync.config.InvalidConfigException if {@code S3SYNC_METRICS_NAMESPACE} is
   *     wrong; it is read here as well
   */
  protected S3SyncHandler(S3Sync sync) {
    this(sync, EmbeddedMetrics.of(System.getenv()), Redelivery.of(System.getenv()));
  }

  S3SyncHandler(S3Sync sync, EmbeddedMetrics metrics, Redelivery redelivery) {
    this.runner = new InvocationRunner(sync, metrics);
    this.messages = new SqsMessages(runner, redelivery);
  }

  /**
   * Copies the objects of an event.
   *
   * @param input the event, JSON in UTF-8
   * @param output receives the answer, JSON in UTF-8
   * @param context returns the remaining time
   * @throws MalformedEventException if a message of a queue has no id
   * @throws NotCopiedException if the event is not one of these triggers', if the trigger is
   *     asynchronous and an object was not copied, or if the trigger is a queue and every message
   *     failed
   */
  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    String event = new String(input.readAllBytes(), StandardCharsets.UTF_8);
    InvocationLog.received(() -> event);
    // Serialised first, since the runtime client sends the output even if an exception interrupts
    // it.
    output.write(JSON.writeValueAsBytes(answer(event, context)));
  }

  ObjectNode answer(String event, Context context) {
    JsonNode root = parse(event);
    if (root.path("tasks").isArray()) {
      return new BatchInvocation(root).answer(runner.handle(event, context));
    }
    // EventBridge Pipes sends the messages of a queue as an array, and reads the same answer.
    JsonNode records = root.isArray() ? root : root.path("Records");
    if ("aws:sqs".equals(records.path(0).path("eventSource").textValue())) {
      return sqs(records, context);
    }
    return summary(runner.handle(event, context));
  }

  private ObjectNode sqs(JsonNode records, Context context) {
    List<SqsMessage> batch = new ArrayList<>();
    for (JsonNode message : records) {
      Map<String, String> attributes = new HashMap<>();
      message
          .path("attributes")
          .properties()
          .forEach(attribute -> attributes.put(attribute.getKey(), attribute.getValue().asText()));
      batch.add(
          SqsMessage.of(
              batch.size(),
              message.path("messageId").textValue(),
              text(message.path("body")),
              message.path("receiptHandle").textValue(),
              attributes,
              message.path("eventSourceARN").textValue()));
    }
    ObjectNode answer = JSON.createObjectNode();
    answer.putArray("batchItemFailures");
    for (String id : messages.failures(batch, context)) {
      answer.withArray("batchItemFailures").addObject().put("itemIdentifier", id);
    }
    return answer;
  }

  private static ObjectNode summary(SyncReport report) {
    if (!report.failed().isEmpty()) {
      throw new NotCopiedException(report);
    }
    return JSON.createObjectNode()
        .put("copied", report.copied().size())
        .put("deleted", report.deleted().size())
        .put("skipped", report.skipped().size())
        .put("setUpMessages", report.setUpMessages());
  }

  /** Returns a body as text; a pipe may have parsed it as JSON. */
  private static String text(JsonNode body) {
    return body.isTextual() ? body.textValue() : body.toString();
  }

  /** Parses an event; invalid JSON is passed on, since the façade reports it without quoting it. */
  private static JsonNode parse(String event) {
    try {
      return JSON.readTree(event.startsWith("\uFEFF") ? event.substring(1) : event);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }
}
