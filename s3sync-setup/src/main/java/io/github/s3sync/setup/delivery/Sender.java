package io.github.s3sync.setup.delivery;

import io.github.s3sync.event.Internal;
import org.jspecify.annotations.Nullable;

/**
 * An AWS service that sends messages to a queue on behalf of a resource.
 *
 * @param service the service principal, such as {@code s3.amazonaws.com}
 * @param resource the ARN of the bucket or topic; null if it is not known
 * @param account the 12 digits of the account that owns the resource; null if it is not known
 * @since 0.1.0
 */
@Internal
public record Sender(String service, @Nullable String resource, @Nullable String account) {

  /**
   * Returns S3 as the sender.
   *
   * @param partition the partition, such as {@code aws}
   * @param bucket the name of the bucket
   * @param account the account that owns it; null if it is not known
   * @return the sender
   */
  public static Sender s3(String partition, String bucket, @Nullable String account) {
    return new Sender("s3.amazonaws.com", "arn:" + partition + ":s3:::" + bucket, account);
  }

  /**
   * Returns SNS as the sender.
   *
   * @param topicArn the ARN of the topic
   * @return the sender
   */
  public static Sender sns(String topicArn) {
    return new Sender("sns.amazonaws.com", topicArn, null);
  }

  /**
   * Returns a sender with unknown service, resource and account, for a bucket whose configuration
   * cannot be read.
   *
   * @return the sender
   */
  public static Sender unknown() {
    return new Sender("", null, null);
  }

  boolean isUnknown() {
    return service.isEmpty();
  }

  /**
   * Returns EventBridge as the sender; the ARN of its rule is not known.
   *
   * @return the sender
   */
  public static Sender eventBridge() {
    return new Sender("events.amazonaws.com", null, null);
  }
}
