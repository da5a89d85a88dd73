package io.github.s3sync.service;

import io.github.s3sync.testing.S3ProxyServer;
import io.github.s3sync.testing.SqsServer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * Provides two accounts, a replicator that can read one and write the other, and the queue between
 * them.
 */
final class Accounts implements AutoCloseable {

  private final SqsServer sqs = SqsServer.start();
  private final String queueUrl =
      sqs.createQueue("uploads", Duration.ofSeconds(30), "uploads-failed", 5);
  private final BlockingQueue<String> written = new LinkedBlockingQueue<>();
  private volatile Runnable beforeAnswer = () -> {};
  private final S3ProxyServer s3 =
      S3ProxyServer.builder()
          .identity("source", "not-a-secret", "src")
          .identity("destination", "not-a-secret", "dst")
          .identity("replicator", "not-a-secret", "src", "dst")
          .notify("src", "prefix/", this::send)
          .notify("dst", "", this::written)
          .start();

  Accounts() {
    s3.createBucket("src");
    s3.createBucket("dst");
  }

  private void send(String notification) {
    sqs.client().sendMessage(m -> m.queueUrl(queueUrl).messageBody(notification));
  }

  /** Runs on S3's thread: the service waits for the answer to its copy until this returns. */
  private void written(String notification) {
    written.add(notification);
    beforeAnswer.run();
  }

  /** Runs an action after a replica was written, before the service receives the answer. */
  void beforeAnswer(Runnable action) {
    beforeAnswer = action;
  }

  /** Returns the environment variables of a service. */
  Map<String, String> environment() {
    AwsCredentials replicator = s3.credentials("replicator");
    Map<String, String> environment = new HashMap<>();
    environment.put("S3SYNC_QUEUE_URL", queueUrl);
    environment.put("S3SYNC_SOURCE", "s3://src/prefix/");
    environment.put("S3SYNC_DESTINATION", "s3://dst/bdp/{filename}");
    // S3Proxy supports neither ACLs nor tags.
    environment.put("S3SYNC_ACL", "none");
    environment.put("S3SYNC_TAGS", "false");
    environment.put("S3SYNC_HEALTH_PORT", "0");
    environment.put("AWS_ACCESS_KEY_ID", replicator.accessKeyId());
    environment.put("AWS_SECRET_ACCESS_KEY", replicator.secretAccessKey());
    environment.put("AWS_REGION", "us-east-1");
    environment.put("AWS_ENDPOINT_URL_S3", s3.endpoint().toString());
    environment.put("AWS_ENDPOINT_URL_SQS", sqs.endpoint().toString());
    return environment;
  }

  /** Puts an object as the source account; S3 notifies the queue. */
  void put(String key, byte[] content) {
    s3.client("source").putObject(p -> p.bucket("src").key(key), RequestBody.fromBytes(content));
  }

  /** Waits until an object is written to the destination. */
  void awaitReplica() throws InterruptedException {
    if (written.poll(3, TimeUnit.MINUTES) == null) {
      throw new AssertionError("no object was replicated");
    }
  }

  /** Reads a replica as the destination account. */
  byte[] replica(String key) {
    return s3.client("destination").getObjectAsBytes(g -> g.bucket("dst").key(key)).asByteArray();
  }

  /** Returns the number of messages in the queue, including hidden ones. */
  int messages() {
    Map<QueueAttributeName, String> attributes =
        sqs.client()
            .getQueueAttributes(g -> g.queueUrl(queueUrl).attributeNames(QueueAttributeName.ALL))
            .attributes();
    return number(attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES)
        + number(attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE);
  }

  private static int number(Map<QueueAttributeName, String> attributes, QueueAttributeName name) {
    return Integer.parseInt(attributes.get(name));
  }

  @Override
  public void close() {
    s3.close();
    sqs.close();
  }
}
