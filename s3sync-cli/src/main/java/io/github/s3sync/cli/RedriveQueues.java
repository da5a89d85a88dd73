package io.github.s3sync.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.s3sync.cli.option.UsageException;
import io.github.s3sync.cli.output.Json;
import io.github.s3sync.config.Variables;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import software.amazon.awssdk.arns.Arn;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Contains the options that name the dead-letter queue and the receiver of its messages. */
final class RedriveQueues {

  @Option(
      names = {"-q", "--queue", "--to"},
      paramLabel = "URL",
      description =
          "The queue that receives the messages; S3SYNC_QUEUE_URL if it is not given, else the"
              + " queue whose redrive policy names the dead-letter queue.")
  private @Nullable String queue;

  @Option(
      names = {"--dead-letter-queue", "--from"},
      paramLabel = "URL",
      description =
          "The dead-letter queue; S3SYNC_DEAD_LETTER_QUEUE_URL if it is not given, else that of the"
              + " queue's redrive policy.")
  private @Nullable String deadLetterQueue;

  @Option(
      names = "--function",
      paramLabel = "NAME",
      description =
          "Invoke this function with the events instead, for messages that Lambda sent to an"
              + " on-failure destination or to a dead-letter queue of the function.")
  private @Nullable String function;

  /**
   * Names the two ends of a redrive.
   *
   * @param from the URL of the dead-letter queue
   * @param to the URL of the queue that receives the messages; null if it is not known, or if a
   *     function receives them
   */
  record Ends(String from, @Nullable String to) {}

  @Nullable String function() {
    return function;
  }

  /**
   * Finds the queues.
   *
   * @param sends whether messages are sent, so that their receiver must be known
   */
  Ends find(SqsClient sqs, Map<String, String> environment, boolean sends) {
    Variables variables = new Variables(environment);
    if (queue != null && function != null) {
      throw new UsageException("--queue and --function are both given, expected one of them");
    }
    String to = queue != null || function != null ? queue : variables.text(Variables.QUEUE_URL);
    String from =
        deadLetterQueue != null ? deadLetterQueue : variables.text(Variables.DEAD_LETTER_QUEUE_URL);
    requireStandard(to, from);
    if (from == null) {
      from = deadLetterQueueOf(sqs, to);
    }
    if (sends && to == null && function == null) {
      to = sourceOf(sqs, from);
    }
    requireStandard(to, from);
    if (to != null && nameOf(from).equals(nameOf(to))) {
      throw new UsageException(
          "--queue is the dead-letter queue " + from + ", expected the queue of its consumer");
    }
    return new Ends(from, to);
  }

  /** Returns the account and the name of a queue; SQS answers under several host names. */
  private static String nameOf(String url) {
    String[] parts = url.split("/", -1);
    return parts.length < 2 ? url : parts[parts.length - 2] + "/" + parts[parts.length - 1];
  }

  private static void requireStandard(@Nullable String to, @Nullable String from) {
    String reason =
        "it would silently drop a message with the deduplication id of an earlier one; use 'aws sqs"
            + " start-message-move-task'";
    StandardQueue.require("--queue", to, reason);
    StandardQueue.require("--dead-letter-queue", from, reason);
  }

  private static String deadLetterQueueOf(SqsClient sqs, @Nullable String queue) {
    if (queue == null) {
      throw new UsageException(
          "neither --dead-letter-queue nor --queue is given, expected the URL of a queue");
    }
    String policy =
        sqs.getQueueAttributes(
                r -> r.queueUrl(queue).attributeNames(QueueAttributeName.REDRIVE_POLICY))
            .attributes()
            .get(QueueAttributeName.REDRIVE_POLICY);
    JsonNode arn = policy == null ? null : Json.read(policy).get("deadLetterTargetArn");
    if (arn == null) {
      throw new UsageException(
          "--queue is '"
              + queue
              + "', which has no redrive policy, expected --dead-letter-queue as well; a queue that"
              + " is itself a dead-letter queue is given as --dead-letter-queue");
    }
    Arn target = Arn.fromString(arn.asText());
    return sqs.getQueueUrl(
            r ->
                r.queueName(target.resourceAsString())
                    .queueOwnerAWSAccountId(target.accountId().orElse(null)))
        .queueUrl();
  }

  private static String sourceOf(SqsClient sqs, String deadLetterQueue) {
    List<String> sources;
    try {
      sources =
          sqs.listDeadLetterSourceQueues(r -> r.queueUrl(deadLetterQueue).maxResults(10))
              .queueUrls();
    } catch (SdkException e) {
      throw new UsageException(
          "--queue is not given, and the queues of this dead-letter queue cannot be read: "
              + e.getMessage(),
          e);
    }
    if (sources.size() != 1) {
      throw new UsageException(
          "--queue is not given, and "
              + sources.size()
              + " queues have this dead-letter queue, expected one: "
              + sources);
    }
    return sources.get(0);
  }
}
