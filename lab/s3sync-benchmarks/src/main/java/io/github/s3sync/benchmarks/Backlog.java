package io.github.s3sync.benchmarks;

import io.github.s3sync.benchmarks.Contender.Small;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/**
 * Provides a queue that is full before a round and has to be empty after it, with every object
 * copied. Each round uses a new queue, since a poll of the previous round could still take messages
 * from the old one.
 */
final class Backlog {

  private static final int BATCH = 10;

  private final SqsClient sqs;
  private final S3Client s3;
  private final List<Small> objects;
  private int rounds;

  Backlog(SqsClient sqs, S3Client s3, List<Small> objects) {
    this.sqs = sqs;
    this.s3 = s3;
    this.objects = objects;
  }

  /** Creates a queue with a message for each object, and returns its URL. */
  String fill() {
    String queueUrl = sqs.createQueue(r -> r.queueName("round-" + rounds++)).queueUrl();
    for (int from = 0; from < objects.size(); from += BATCH) {
      List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
      for (Small small : objects.subList(from, Math.min(from + BATCH, objects.size()))) {
        entries.add(
            SendMessageBatchRequestEntry.builder()
                .id(Integer.toString(entries.size()))
                .messageBody(small.notification())
                .build());
      }
      SendMessageBatchResponse sent =
          sqs.sendMessageBatch(r -> r.queueUrl(queueUrl).entries(entries));
      if (sent.hasFailed()) {
        throw new IllegalStateException(sent.failed().toString());
      }
    }
    return queueUrl;
  }

  /** Fails if a message remains or an object has not been copied; then deletes the replicas. */
  void verifyDone(String queueUrl) {
    Map<QueueAttributeName, String> left =
        sqs.getQueueAttributes(
                r ->
                    r.queueUrl(queueUrl)
                        .attributeNames(
                            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
                            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED))
            .attributes();
    if (left.size() != 3 || !left.values().stream().allMatch("0"::equals)) {
      throw new IllegalStateException("the queue is not empty: " + left);
    }
    int replicas = removeReplicas();
    if (replicas != objects.size()) {
      throw new IllegalStateException(replicas + " replicas of " + objects.size() + " objects");
    }
  }

  private int removeReplicas() {
    int removed = 0;
    ListObjectsV2Response page = s3.listObjectsV2(r -> r.bucket("dst"));
    while (!page.contents().isEmpty()) {
      List<ObjectIdentifier> keys =
          page.contents().stream()
              .map(object -> ObjectIdentifier.builder().key(object.key()).build())
              .toList();
      s3.deleteObjects(r -> r.bucket("dst").delete(d -> d.objects(keys).quiet(true)));
      removed += keys.size();
      page = s3.listObjectsV2(r -> r.bucket("dst"));
    }
    return removed;
  }
}
