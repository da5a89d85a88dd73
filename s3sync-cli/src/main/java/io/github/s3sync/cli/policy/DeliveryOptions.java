package io.github.s3sync.cli.policy;

import io.github.s3sync.cli.option.UsageException;
import io.github.s3sync.setup.policy.NotificationPolicies;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;

/** Contains the target of notifications, and the service that sends to it. */
final class DeliveryOptions {

  @Option(
      names = "--deliver-to",
      paramLabel = "ARN",
      description = "The queue, topic or function that receives the notifications.")
  private @Nullable String target;

  @Option(
      names = "--sender",
      paramLabel = "SENDER",
      defaultValue = "s3",
      description =
          "The sender of the notifications: s3 (the default), event-bridge, or the ARN of the SNS"
              + " topic that the queue is subscribed to.")
  private String sender = "s3";

  @Option(
      names = "--queue-key",
      paramLabel = "ARN",
      description = "The KMS key that encrypts the queue or topic of --deliver-to.")
  private @Nullable String key;

  @Nullable String target() {
    if (target == null && (key != null || !sender.equals("s3"))) {
      throw new UsageException(
          (key == null ? "--sender" : "--queue-key")
              + " is given without --deliver-to, expected both");
    }
    if (target != null && !target.startsWith("arn:")) {
      throw new UsageException(
          "--deliver-to is '"
              + target
              + "', expected the ARN of an SQS queue, an SNS topic or a function");
    }
    return target;
  }

  @Nullable String key() {
    return key;
  }

  String senderName() {
    return isFromTopic() ? "SNS" : sender.equals("s3") ? "S3" : "EventBridge";
  }

  /** Returns the statements that let the sender use the key of the queue. */
  IamPolicy keyPolicy(NotificationPolicies policies, String keyArn) {
    return sender.equals("s3")
        ? policies.keyFromS3(keyArn)
        : policies.keyFromService(
            keyArn, isFromTopic() ? "sns.amazonaws.com" : "events.amazonaws.com");
  }

  boolean isFromTopic() {
    return sender.startsWith("arn:");
  }

  String sender() {
    return sender;
  }

  /** Returns the policy that lets the sender send to the target. */
  IamPolicy policy(NotificationPolicies policies, String to) {
    if (isFromTopic()) {
      return policies.fromTopic(to, sender);
    }
    return switch (sender) {
      case "s3" -> policies.fromS3(to);
      case "event-bridge" -> policies.fromEventBridge(to);
      default ->
          throw new UsageException(
              "--sender is '" + sender + "', expected s3, event-bridge or the ARN of an SNS topic");
    };
  }
}
