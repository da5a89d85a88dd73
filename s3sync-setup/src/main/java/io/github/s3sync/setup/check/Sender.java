package io.github.s3sync.setup.check;

import org.jspecify.annotations.Nullable;

/**
 * An AWS service that sends messages to a queue on behalf of a resource.
 *
 * @param service the service principal, such as {@code s3.amazonaws.com}
 * @param resource the ARN of the bucket or topic; null if it is not known
 * @param account the 12 digits of the account that owns the resource; null if it is not known
 */
record Sender(String service, @Nullable String resource, @Nullable String account) {

  static Sender s3(String partition, String bucket, @Nullable String account) {
    return new Sender("s3.amazonaws.com", "arn:" + partition + ":s3:::" + bucket, account);
  }

  static Sender sns(String topicArn) {
    return new Sender("sns.amazonaws.com", topicArn, null);
  }

  /**
   * Returns a sender with unknown service, resource and account, for a bucket whose configuration
   * cannot be read.
   */
  static Sender unknown() {
    return new Sender("", null, null);
  }

  boolean isUnknown() {
    return service.isEmpty();
  }

  /** Returns EventBridge as the sender; the ARN of its rule is not known. */
  static Sender eventBridge() {
    return new Sender("events.amazonaws.com", null, null);
  }
}
