package io.github.s3sync.setup.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.arns.Arn;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/**
 * Checks the attributes of the queue and of its dead-letter queue.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html">Creating
 *     and configuring an Amazon SQS event source mapping</a>
 */
final class QueueTrial {

  /** Poller and function retry after seconds, so that five receives are over within minutes. */
  private static final int MIN_RECEIVES = 20;

  /**
   * The size that a notification of S3 can have.
   *
   * @see <a href=
   *     "https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html">Event
   *     message structure</a>
   */
  private static final int MAX_NOTIFICATION_BYTES = 64 * 1024;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final SqsClient client;
  private final String url;

  QueueTrial(SqsClient client, String url) {
    this.client = client;
    this.url = url;
  }

  /** Checks the queue; returns null if its attributes cannot be read. */
  @Nullable Queue run(Findings findings) {
    Map<QueueAttributeName, String> attributes;
    try {
      attributes = attributes(url);
    } catch (QueueDoesNotExistException e) {
      found(Severity.ERROR, "does not exist: " + e.getMessage(), findings);
      return null;
    } catch (SdkException e) {
      cannotLook(findings, url, e);
      return null;
    }
    if ("true".equals(attributes.get(QueueAttributeName.FIFO_QUEUE))) {
      found(
          Severity.WARNING,
          "is a FIFO queue: S3 cannot send to it, only EventBridge can, and the poller of"
              + " s3sync-sqs refuses it",
          findings);
    }
    Queue queue =
        new Queue(
            url,
            attributes.getOrDefault(QueueAttributeName.QUEUE_ARN, ""),
            seconds(attributes, QueueAttributeName.VISIBILITY_TIMEOUT),
            attributes.get(QueueAttributeName.POLICY));
    redrive(queue, attributes, findings);
    size(attributes.get(QueueAttributeName.MAXIMUM_MESSAGE_SIZE), findings);
    key(attributes.get(QueueAttributeName.KMS_MASTER_KEY_ID), findings);
    return queue;
  }

  /** Checks whether the services that send the notifications are allowed to send to the queue. */
  void senders(Queue queue, Collection<Sender> senders, Findings findings) {
    JsonNode policy = json(queue.policy());
    for (Sender sender : senders) {
      if (sender.isUnknown()) {
        found(
            Severity.UNKNOWN,
            "whether its policy lets the notifications arrive is not checked, since it is not known"
                + " what sends them",
            findings);
        continue;
      }
      String who =
          sender.service() + (sender.resource() == null ? "" : " for " + sender.resource());
      if (policy == null && !isOfAws()) {
        found(Severity.UNKNOWN, "does not show which services may send to it", findings);
        return;
      }
      QueuePolicy.Answer answer =
          policy == null
              ? QueuePolicy.Answer.NOT_ALLOWED
              : new QueuePolicy(policy, queue.arn()).evaluate(sender);
      switch (answer) {
        case ALLOWED -> found(Severity.OK, "its policy lets " + who + " send", findings);
        case DENIED -> found(Severity.ERROR, "its policy denies " + who + " to send", findings);
        case NOT_ALLOWED ->
            found(
                Severity.ERROR,
                "its policy does not let "
                    + who
                    + " send, so that no notification arrives; 's3sync policies --deliver-to'"
                    + " prints the policy",
                findings);
        case UNKNOWN ->
            found(
                Severity.UNKNOWN,
                "whether its policy lets " + who + " send depends on conditions not checked here",
                findings);
      }
    }
  }

  private boolean isOfAws() {
    String host = String.valueOf(URI.create(url).getHost());
    return host.endsWith(".amazonaws.com") || host.endsWith(".amazonaws.com.cn");
  }

  private void size(@Nullable String maxBytes, Findings findings) {
    if (maxBytes != null && Long.parseLong(maxBytes) < MAX_NOTIFICATION_BYTES) {
      found(
          Severity.ERROR,
          "has a MaximumMessageSize of "
              + maxBytes
              + " bytes, expected "
              + MAX_NOTIFICATION_BYTES
              + " or more: S3 drops larger notifications silently",
          findings);
    }
  }

  /**
   * Reports the key. S3 cannot use the key that AWS manages; the policy of another key decides
   * whether S3 may use it.
   */
  private void key(@Nullable String key, Findings findings) {
    if (key == null || key.isEmpty()) {
      return;
    }
    if (key.endsWith("alias/aws/sqs")) {
      found(
          Severity.ERROR,
          "is encrypted with the key alias/aws/sqs, which S3 cannot use: nothing arrives; expected"
              + " SSE-SQS or a customer managed key",
          findings);
    } else {
      found(
          Severity.UNKNOWN,
          "is encrypted with "
              + key
              + "; whether the key's policy lets what sends the notifications use"
              + " kms:GenerateDataKey and kms:Decrypt is not checked; 's3sync policies --queue-key'"
              + " prints the statement",
          findings);
    }
  }

  private void redrive(Queue queue, Map<QueueAttributeName, String> attributes, Findings findings) {
    JsonNode policy = json(attributes.get(QueueAttributeName.REDRIVE_POLICY));
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
    deadLetters(queue, policy.path("deadLetterTargetArn").asText(), attributes, findings);
  }

  private void deadLetters(
      Queue queue, String arn, Map<QueueAttributeName, String> attributes, Findings findings) {
    try {
      Arn parsed = Arn.fromString(arn);
      String deadUrl =
          client
              .getQueueUrl(
                  r ->
                      r.queueName(parsed.resourceAsString())
                          .queueOwnerAWSAccountId(parsed.accountId().orElse(null)))
              .queueUrl();
      Map<QueueAttributeName, String> dead = attributes(deadUrl);
      retention(arn, attributes, dead, findings);
      redriveAllowed(queue, arn, json(dead.get(QueueAttributeName.REDRIVE_ALLOW_POLICY)), findings);
    } catch (SdkException | IllegalArgumentException e) {
      cannotLook(findings, arn, e);
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
    Duration here = seconds(attributes, QueueAttributeName.MESSAGE_RETENTION_PERIOD);
    Duration there = seconds(dead, QueueAttributeName.MESSAGE_RETENTION_PERIOD);
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
  private static void redriveAllowed(
      Queue queue, String arn, @Nullable JsonNode policy, Findings findings) {
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
    findings.add(severity, Check.QUEUE, null, url, message);
  }

  private Map<QueueAttributeName, String> attributes(String queueUrl) {
    return client
        .getQueueAttributes(r -> r.queueUrl(queueUrl).attributeNames(QueueAttributeName.ALL))
        .attributes();
  }

  private static Duration seconds(
      Map<QueueAttributeName, String> attributes, QueueAttributeName name) {
    return Duration.ofSeconds(Long.parseLong(attributes.getOrDefault(name, "0")));
  }

  private static @Nullable JsonNode json(@Nullable String text) {
    try {
      return text == null || text.isEmpty() ? null : JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  private static void cannotLook(Findings findings, String subject, RuntimeException e) {
    findings.add(
        Severity.UNKNOWN,
        Check.QUEUE,
        null,
        subject,
        "cannot be checked, which requires sqs:GetQueueAttributes and sqs:GetQueueUrl: "
            + e.getMessage());
  }

  /**
   * Holds the attributes of the queue that other checks need.
   *
   * @param url its URL
   * @param arn its ARN
   * @param visibilityTimeout how long a received message is hidden
   * @param policy its policy as JSON; null if it has none
   */
  record Queue(String url, String arn, Duration visibilityTimeout, @Nullable String policy) {}
}
