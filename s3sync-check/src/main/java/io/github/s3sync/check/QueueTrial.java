package io.github.s3sync.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.arns.Arn;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/**
 * How the queue is set, and where its messages go that cannot be handled.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html">Creating
 *     and configuring an Amazon SQS event source mapping</a>
 */
final class QueueTrial {

  private static final int LEAST_RECEIVES = 5;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SqsClient client;
  private final String url;

  QueueTrial(SqsClient client, String url) {
    this.client = client;
    this.url = url;
  }

  /** Looks; gives null where nothing could be seen. */
  @Nullable Queue run(Findings findings) {
    Map<QueueAttributeName, String> attributes;
    try {
      attributes = attributes(url);
    } catch (QueueDoesNotExistException e) {
      findings.add(Severity.ERROR, Check.QUEUE, null, url, "does not exist: " + e.getMessage());
      return null;
    } catch (SdkException e) {
      cannotLook(findings, url, e);
      return null;
    }
    if ("true".equals(attributes.get(QueueAttributeName.FIFO_QUEUE))) {
      findings.add(
          Severity.WARNING,
          Check.QUEUE,
          null,
          url,
          "is a FIFO queue: S3 itself sends to none, only by way of EventBridge");
    }
    redrive(attributes, findings);
    return new Queue(
        url,
        attributes.getOrDefault(QueueAttributeName.QUEUE_ARN, ""),
        seconds(attributes, QueueAttributeName.VISIBILITY_TIMEOUT));
  }

  private void redrive(Map<QueueAttributeName, String> attributes, Findings findings) {
    JsonNode policy = json(attributes.get(QueueAttributeName.REDRIVE_POLICY));
    if (policy == null) {
      findings.add(
          Severity.WARNING,
          Check.QUEUE,
          null,
          url,
          "has no redrive policy: a message that can never be handled comes again until it expires,"
              + " and is then gone");
      return;
    }
    int most = policy.path("maxReceiveCount").asInt();
    findings.add(
        most < LEAST_RECEIVES ? Severity.WARNING : Severity.OK,
        Check.QUEUE,
        null,
        url,
        "gives a message up after "
            + most
            + " receives"
            + (most < LEAST_RECEIVES ? ", expected 5 or more, since throttling counts too" : ""));
    retention(policy.path("deadLetterTargetArn").asText(), attributes, findings);
  }

  /** A message's age counts from when it was first sent, in the dead-letter queue too. */
  private void retention(
      String deadLetters, Map<QueueAttributeName, String> attributes, Findings findings) {
    try {
      Arn arn = Arn.fromString(deadLetters);
      String dead =
          client
              .getQueueUrl(
                  r ->
                      r.queueName(arn.resourceAsString())
                          .queueOwnerAWSAccountId(arn.accountId().orElse(null)))
              .queueUrl();
      Duration here = seconds(attributes, QueueAttributeName.MESSAGE_RETENTION_PERIOD);
      Duration there = seconds(attributes(dead), QueueAttributeName.MESSAGE_RETENTION_PERIOD);
      String told = "keeps messages for " + there + ", the queue for " + here;
      if (here.isZero() || there.isZero()) {
        findings.add(Severity.UNKNOWN, Check.QUEUE, null, deadLetters, "says not for how long");
      } else if (there.compareTo(here) > 0) {
        findings.add(Severity.OK, Check.QUEUE, null, deadLetters, told);
      } else {
        findings.add(
            Severity.WARNING,
            Check.QUEUE,
            null,
            deadLetters,
            told + "; expected longer, since the time in the queue counts, too");
      }
    } catch (SdkException | IllegalArgumentException e) {
      cannotLook(findings, deadLetters, e);
    }
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
        "cannot be looked at, which takes sqs:GetQueueAttributes and sqs:GetQueueUrl: "
            + e.getMessage());
  }

  /**
   * What a function has to know of it.
   *
   * @param url its address
   * @param arn its ARN
   * @param visibilityTimeout for how long a received message is hidden
   */
  record Queue(String url, String arn, Duration visibilityTimeout) {}
}
