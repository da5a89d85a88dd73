package io.github.s3sync.setup.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.s3sync.setup.finding.Check;
import io.github.s3sync.setup.finding.Findings;
import io.github.s3sync.setup.finding.Severity;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Reads the attributes of queues. */
final class QueueReads {

  private static final ObjectMapper JSON = new ObjectMapper();

  private QueueReads() {}

  /** Reads all attributes of a queue. */
  static Map<QueueAttributeName, String> attributes(SqsClient client, String queueUrl) {
    return client
        .getQueueAttributes(r -> r.queueUrl(queueUrl).attributeNames(QueueAttributeName.ALL))
        .attributes();
  }

  /** Returns a number of seconds; zero if the attribute is missing. */
  static Duration seconds(Map<QueueAttributeName, String> attributes, QueueAttributeName name) {
    return Duration.ofSeconds(Long.parseLong(attributes.getOrDefault(name, "0")));
  }

  /** Returns a text as JSON; null if there is none, or if it is not JSON. */
  static @Nullable JsonNode json(@Nullable String text) {
    try {
      return text == null || text.isEmpty() ? null : JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  /** Reports that attributes cannot be read. */
  static void cannotLook(Findings findings, String subject, RuntimeException e) {
    findings.add(
        Severity.UNKNOWN,
        Check.QUEUE,
        null,
        subject,
        "cannot be checked, which requires sqs:GetQueueAttributes and sqs:GetQueueUrl: "
            + e.getMessage());
  }
}
