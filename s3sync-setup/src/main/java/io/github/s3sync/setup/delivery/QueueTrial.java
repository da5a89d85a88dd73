package io.github.s3sync.setup.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.s3sync.event.Internal;
import io.github.s3sync.setup.finding.Check;
import io.github.s3sync.setup.finding.Findings;
import io.github.s3sync.setup.finding.Severity;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/**
 * Checks the attributes of the queue.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html">Creating
 *     and configuring an Amazon SQS event source mapping</a>
 * @since 0.1.0
 */
@Internal
public final class QueueTrial {

  /**
   * The size that a notification of S3 can have.
   *
   * @see <a href=
   *     "https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html">Event
   *     message structure</a>
   */
  private static final int MAX_NOTIFICATION_BYTES = 64 * 1024;

  private final SqsClient client;
  private final String url;

  /**
   * Creates the check.
   *
   * @param client reads the attributes of the queue
   * @param url the URL of the queue
   */
  public QueueTrial(SqsClient client, String url) {
    this.client = client;
    this.url = url;
  }

  /**
   * Checks the queue.
   *
   * @param findings receives the findings
   * @return the attributes that other checks need; null if they cannot be read
   */
  public @Nullable Queue run(Findings findings) {
    Map<QueueAttributeName, String> attributes;
    try {
      attributes = QueueReads.attributes(client, url);
    } catch (QueueDoesNotExistException e) {
      found(Severity.ERROR, "does not exist: " + e.getMessage(), findings);
      return null;
    } catch (SdkException e) {
      QueueReads.cannotLook(findings, url, e);
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
            QueueReads.seconds(attributes, QueueAttributeName.VISIBILITY_TIMEOUT),
            attributes.get(QueueAttributeName.POLICY));
    new DeadLetterTrial(client, queue).run(attributes, findings);
    size(attributes.get(QueueAttributeName.MAXIMUM_MESSAGE_SIZE), findings);
    key(attributes.get(QueueAttributeName.KMS_MASTER_KEY_ID), findings);
    return queue;
  }

  /**
   * Checks whether the services that send the notifications are allowed to send to the queue.
   *
   * @param queue the queue
   * @param senders the services
   * @param findings receives the findings
   */
  public void senders(Queue queue, Collection<Sender> senders, Findings findings) {
    JsonNode policy = QueueReads.json(queue.policy());
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

  private void found(Severity severity, String message, Findings findings) {
    findings.add(severity, Check.QUEUE, null, url, message);
  }

  /**
   * Holds the attributes of the queue that other checks need.
   *
   * @param url its URL
   * @param arn its ARN
   * @param visibilityTimeout how long a received message is hidden
   * @param policy its policy as JSON; null if it has none
   */
  public record Queue(
      String url, String arn, Duration visibilityTimeout, @Nullable String policy) {}
}
