package io.github.s3sync.service;

import io.github.s3sync.testing.FakeS3;
import io.github.s3sync.testing.SqsServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * Writes objects below an increasing number of prefixes, each with its own rule, and sends their
 * messages. May also write objects whose mapping hangs, and take away a permission.
 */
final class Load implements AutoCloseable {

  private static final int BATCH = 10;
  private static final int MAX_BACKLOG = 2_000;
  static final String SOURCE = "src";
  static final String DESTINATION = "dst";
  static final String PREFIX = "replica/";
  static final String RULES_BUCKET = "cfg";
  static final String RULES_KEY = "rules.json";

  /** The prefix of keys whose mapping hangs for {@link HangingService#HANG}. */
  static final String HANGING = "hanging/";

  private static final String ACCESS_KEY = "service";

  private final FakeS3 s3 = FakeS3.start();
  private final SqsServer sqs = SqsServer.start();
  private final String deadLetters = sqs.createQueue("dead");
  private final String queue = sqs.createQueue("work", Duration.ofSeconds(5), "dead", 20);
  private final Set<String> keys = new TreeSet<>();
  private int rules = 1;

  Load() {
    s3.createBucket(SOURCE);
    s3.createBucket(DESTINATION);
    s3.createBucket(RULES_BUCKET);
  }

  Map<String, String> environment() {
    return Map.of(
        "S3SYNC_QUEUE_URL",
        queue,
        "S3SYNC_DEAD_LETTER_QUEUE_URL",
        deadLetters,
        "S3SYNC_RULES",
        "s3://" + RULES_BUCKET + "/" + RULES_KEY,
        "S3SYNC_RULES_REFRESH_SECONDS",
        "1",
        "S3SYNC_HEALTH_PORT",
        "0",
        "AWS_ACCESS_KEY_ID",
        ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY",
        "not-a-secret",
        "AWS_REGION",
        "us-east-1",
        "AWS_ENDPOINT_URL_S3",
        s3.endpoint().toString(),
        "AWS_ENDPOINT_URL_SQS",
        sqs.endpoint().toString());
  }

  /** Puts rules for all prefixes that are in use. */
  void putRules() {
    put(
        IntStream.range(0, rules)
            .mapToObj(
                i ->
                    """
                    {"name": "rule-%d", "source": {"bucket": "src", "prefix": "p%d/"},
                     "destination": {"bucket": "%s", "key": "%s{key}"}}\
                    """
                        .formatted(i, i, DESTINATION, PREFIX))
            .collect(Collectors.joining(",", "{\"rules\":[", "]}")));
  }

  void addRule() {
    rules++;
    putRules();
  }

  void putWrongRules() {
    put("{\"rules\": [{\"name\": ");
  }

  private void put(String json) {
    s3.client().putObject(r -> r.bucket(RULES_BUCKET).key(RULES_KEY), RequestBody.fromString(json));
  }

  /** Writes objects, most of them below the newest prefix, and sends their messages. */
  void write(int count) {
    for (int i = 0; i < count; i += BATCH) {
      List<String> batch = new ArrayList<>();
      for (int j = 0; j < BATCH; j++) {
        int rule = j < BATCH - 2 ? rules - 1 : (i + j) % rules;
        batch.add("p%d/%d".formatted(rule, written() + j));
      }
      write(batch);
      s3.clearRequests();
      while (backlog() > MAX_BACKLOG) {
        pause();
      }
    }
  }

  /** Writes objects whose mapping hangs, and sends their messages. */
  void writeHanging(int round, int count) {
    for (int i = 0; i < count; i++) {
      write(List.of(HANGING + round + "/" + i));
    }
  }

  private synchronized void write(List<String> batch) {
    List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
    for (String key : batch) {
      s3.client()
          .putObject(
              r -> r.bucket(SOURCE).key(key), RequestBody.fromBytes(ServiceSoak.content(key)));
      keys.add(key);
      entries.add(
          SendMessageBatchRequestEntry.builder()
              .id("m" + entries.size())
              .messageBody(s3.bucket(SOURCE).notification(key, "%018X".formatted(keys.size())))
              .build());
    }
    sqs.client().sendMessageBatch(r -> r.queueUrl(queue).entries(entries));
  }

  /** Takes the permission to write replicas away, or gives it back. */
  void denyWriting(boolean denied) {
    if (denied) {
      s3.deny(ACCESS_KEY, "s3:PutObject", DESTINATION);
    } else {
      s3.clearDenials();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  synchronized int written() {
    return keys.size();
  }

  int rules() {
    return rules;
  }

  int backlog() {
    return messages(queue);
  }

  private int messages(String url) {
    Map<QueueAttributeName, String> attributes =
        sqs.client()
            .getQueueAttributes(r -> r.queueUrl(url).attributeNames(QueueAttributeName.ALL))
            .attributes();
    return Integer.parseInt(attributes.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
        + Integer.parseInt(
            attributes.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE));
  }

  /** Returns each object without an equal replica, and the number of dead letters, if any. */
  synchronized List<String> differences() {
    List<String> differences = new ArrayList<>();
    Set<String> replicas = new TreeSet<>(s3.bucket(DESTINATION).keys());
    for (String key : keys) {
      if (!replicas.contains(PREFIX + key)) {
        differences.add("no replica of " + key);
      } else if (!Arrays.equals(replica(key), ServiceSoak.content(key))) {
        differences.add("the replica of " + key + " has other bytes");
      }
    }
    int dead = messages(deadLetters);
    if (dead > 0) {
      differences.add(dead + " dead letters");
    }
    return differences;
  }

  private byte[] replica(String key) {
    return s3.client().getObjectAsBytes(r -> r.bucket(DESTINATION).key(PREFIX + key)).asByteArray();
  }

  @Override
  public void close() {
    s3.close();
    sqs.close();
  }
}
