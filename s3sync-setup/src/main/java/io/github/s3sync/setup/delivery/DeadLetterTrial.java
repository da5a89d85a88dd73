package io.github.s3sync.setup.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.s3sync.setup.finding.Check;
import io.github.s3sync.setup.finding.Findings;
import io.github.s3sync.setup.finding.Severity;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.arns.Arn;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Checks whether messages that cannot be handled reach a dead-letter queue and stay there. */
final class DeadLetterTrial {

  /** Poller and function retry after seconds, so that five receives are over within minutes. */
  private static final int MIN_RECEIVES = 20;

  private final SqsClient client;
  private final QueueTrial.Queue queue;

  DeadLetterTrial(SqsClient client, QueueTrial.Queue queue) {
    this.client = client;
    this.queue = queue;
  }

  /**
   * Checks the redrive policy.
   *
   * @param attributes the attributes of the queue
   */
  void run(Map<QueueAttributeName, String> attributes, Findings findings) {
    JsonNode policy = QueueReads.json(attributes.get(QueueAttributeName.REDRIVE_POLICY));
    if (policy == null) {
      found(
          Severity.WARNING,
          "has no redrive policy: a message that can never be handled is received until it expires"
              + " and is then lost",
          findings);
      return;
    }
    int receives = policy.path("maxReceiveCount").asInt();
    boolean few = receives < MIN_RECEIVES;
    found(
        few ? Severity.WARNING : Severity.OK,
        "moves a message to the dead-letter queue after "
            + receives
            + " receives"
            + (few ? ", expected " + MIN_RECEIVES + " or more, since throttling counts too" : ""),
        findings);
    deadLetters(policy.path("deadLetterTargetArn").asText(), attributes, findings);
  }

  private void deadLetters(
      String arn, Map<QueueAttributeName, String> attributes, Findings findings) {
    try {
      Arn parsed = Arn.fromString(arn);
      String deadUrl =
          client
              .getQueueUrl(
                  r ->
                      r.queueName(parsed.resourceAsString())
                          .queueOwnerAWSAccountId(parsed.accountId().orElse(null)))
              .queueUrl();
      Map<QueueAttributeName, String> dead = QueueReads.attributes(client, deadUrl);
      retention(arn, attributes, dead, findings);
      redriveAllowed(
          arn, QueueReads.json(dead.get(QueueAttributeName.REDRIVE_ALLOW_POLICY)), findings);
    } catch (SdkException | IllegalArgumentException e) {
      QueueReads.cannotLook(findings, arn, e);
    }
  }

  /**
   * Compares the retention periods. A message's age counts from when it was first sent, also in the
   * dead-letter queue.
   */
  private static void retention(
      String arn,
      Map<QueueAttributeName, String> attributes,
      Map<QueueAttributeName, String> dead,
      Findings findings) {
    Duration here = QueueReads.seconds(attributes, QueueAttributeName.MESSAGE_RETENTION_PERIOD);
    Duration there = QueueReads.seconds(dead, QueueAttributeName.MESSAGE_RETENTION_PERIOD);
    String text = "keeps messages for " + there + ", the queue for " + here;
    if (here.isZero() || there.isZero()) {
      findings.add(
          Severity.UNKNOWN, Check.QUEUE, null, arn, "does not show how long it keeps messages");
    } else if (there.compareTo(here) > 0) {
      findings.add(Severity.OK, Check.QUEUE, null, arn, text);
    } else {
      findings.add(
          Severity.WARNING,
          Check.QUEUE,
          null,
          arn,
          text + "; expected longer, since the time in the queue counts too");
    }
  }

  /**
   * Checks whether the dead-letter queue accepts messages of the queue.
   *
   * @see <a href=
   *     "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html">SetQueueAttributes:
   *     RedriveAllowPolicy</a>
   */
  private void redriveAllowed(String arn, @Nullable JsonNode policy, Findings findings) {
    String permission = policy == null ? "" : policy.path("redrivePermission").asText();
    boolean listed = false;
    if (policy != null) {
      for (JsonNode source : policy.path("sourceQueueArns")) {
        listed |= source.asText().equals(queue.arn());
      }
    }
    if (permission.equals("denyAll") || (permission.equals("byQueue") && !listed)) {
      findings.add(
          Severity.ERROR,
          Check.QUEUE,
          null,
          arn,
          "its RedriveAllowPolicy does not accept messages of "
              + queue.arn()
              + ": SQS moves none there");
    }
  }

  private void found(Severity severity, String message, Findings findings) {
    findings.add(severity, Check.QUEUE, null, queue.url(), message);
  }
}
