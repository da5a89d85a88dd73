package io.github.s3sync.sqs.crash;

import static org.awaitility.Awaitility.await;

import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.testing.FakeS3;
import io.github.s3sync.testing.SqsServer;
import java.time.Duration;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * Runs the servers, which outlive every worker: an S3 (the fake, or {@code -Dcrash.store}), and an
 * SQS with a queue and its dead-letter queue.
 */
final class Site implements AutoCloseable {

  static final String SOURCE = "src";
  static final String DESTINATION = "dst";

  /** A bucket that a rule names and that does not exist. */
  static final String MISSING = "gone";

  /** The prefix of the replicas. */
  static final String PREFIX = "replica/";

  /** The object with the rules, if workers read them from S3. */
  static final ObjectRef RULES = new ObjectRef("cfg", "rules.json");

  /** Short, so that the messages of a killed worker become visible soon. */
  static final Duration VISIBILITY = Duration.ofSeconds(3);

  /** High, since each kill costs a delivery and must not make valid messages dead letters. */
  private static final int MAX_RECEIVES = 1000;

  private final int lastReceive;
  private boolean rulesInS3;
  private final Storage storage = new Storage(System.getProperty("crash.store"));
  private final SqsServer sqs = SqsServer.start();
  private final String queue;
  private final String deadLetters;

  /**
   * Starts the servers.
   *
   * @param lastReceive the number of receives after which a message is given up that fails for its
   *     environment
   */
  Site(int lastReceive) {
    this.lastReceive = lastReceive;
    storage.createBucket(SOURCE);
    storage.createBucket(DESTINATION);
    storage.createBucket(RULES.bucket());
    this.queue = sqs.createQueue("work", VISIBILITY, "dead", MAX_RECEIVES);
    this.deadLetters = sqs.createQueue("dead");
  }

  int lastReceive() {
    return lastReceive;
  }

  /** Makes workers that start from now on read the rules from S3 repeatedly. */
  void putRules(String json) {
    rulesInS3 = true;
    storage
        .client()
        .putObject(r -> r.bucket(RULES.bucket()).key(RULES.key()), RequestBody.fromString(json));
  }

  /** Writes a small object to the source and sends its message. */
  void send(String key) {
    for (S3Client client : storage.writers()) {
      client.putObject(r -> r.bucket(SOURCE).key(key), RequestBody.fromString(key));
    }
    String body = s3().bucket(SOURCE).notification(key, String.format("%018X", 1));
    sqs().sendMessage(r -> r.queueUrl(queue).messageBody(body));
  }

  boolean rulesInS3() {
    return rulesInS3;
  }

  Storage storage() {
    return storage;
  }

  FakeS3 s3() {
    return storage.fake();
  }

  SqsServer sqsServer() {
    return sqs;
  }

  SqsClient sqs() {
    return sqs.client();
  }

  String queue() {
    return queue;
  }

  String deadLetters() {
    return deadLetters;
  }

  /**
   * Returns the number of messages that wait, are in work, or were in work when their worker was
   * killed.
   */
  int backlog() {
    var attributes =
        sqs()
            .getQueueAttributes(r -> r.queueUrl(queue).attributeNames(QueueAttributeName.ALL))
            .attributes();
    return Stream.of(
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED)
        .mapToInt(name -> Integer.parseInt(attributes.get(name)))
        .sum();
  }

  /** Waits until the queue is empty, up to a timeout; the verdict reports messages that remain. */
  void awaitEmpty(Duration longest) {
    try {
      await().atMost(longest).until(() -> backlog() == 0);
    } catch (ConditionTimeoutException e) {
      System.err.println("the queue was not empty after " + longest);
    }
  }

  @Override
  public void close() {
    storage.close();
    sqs.close();
  }
}
