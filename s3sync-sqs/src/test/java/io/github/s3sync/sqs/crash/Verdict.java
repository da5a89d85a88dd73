package io.github.s3sync.sqs.crash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** Compares the final state with the expected state. */
final class Verdict {

  private final Site site;
  private final Ledger ledger;

  Verdict(Site site, Ledger ledger) {
    this.site = site;
    this.ledger = ledger;
  }

  /** Returns the problems of the workers, the replicas and the queues. */
  List<String> problems(Map<String, Poison.Dose> poison) {
    List<String> problems = new ArrayList<>(ledger.problems());
    replicas(problems);
    int left = site.backlog();
    if (left != 0) {
      problems.add(left + " messages are left on the queue");
    }
    deadLetters(poison, problems);
    return problems;
  }

  private void replicas(List<String> problems) {
    Set<String> replicas = new TreeSet<>(site.storage().keys(Site.DESTINATION));
    for (String key : site.storage().keys(Site.SOURCE)) {
      ledger.add("object");
      String replica = Site.PREFIX + key;
      if (!replicas.remove(replica)) {
        problems.add("no replica of " + key);
        ledger.add("replica missing");
        continue;
      }
      String difference = difference(get(Site.SOURCE, key), get(Site.DESTINATION, replica));
      if (difference != null) {
        problems.add("replica of " + key + ": " + difference);
        ledger.add("replica wrong");
      }
    }
    replicas.forEach(key -> problems.add("a replica of nothing: " + key));
  }

  private ResponseBytes<GetObjectResponse> get(String bucket, String key) {
    return site.storage().client().getObjectAsBytes(r -> r.bucket(bucket).key(key));
  }

  private static @Nullable String difference(
      ResponseBytes<GetObjectResponse> source, ResponseBytes<GetObjectResponse> replica) {
    List<Object> expected = properties(source.response());
    List<Object> found = properties(replica.response());
    if (!found.equals(expected)) {
      return "has " + found + ", expected " + expected;
    }
    return source.asByteBuffer().equals(replica.asByteBuffer()) ? null : "other bytes";
  }

  private static List<Object> properties(GetObjectResponse object) {
    return List.of(
        object.contentLength(), object.contentType(), object.cacheControl(), object.metadata());
  }

  private void deadLetters(Map<String, Poison.Dose> poison, List<String> problems) {
    Map<String, Integer> found = new HashMap<>();
    for (List<Message> some = receive(); !some.isEmpty(); some = receive()) {
      for (Message message : some) {
        found.merge(message.body(), 1, Integer::sum);
        Poison.Dose dose = poison.get(message.body());
        String reason = reason(message);
        if (dose == null) {
          problems.add("given up for " + reason + " although it is good: " + message.body());
        } else if (!reason.equals(dose.kind().reason().name())) {
          problems.add(dose.kind() + " was given up for " + reason);
        }
      }
      delete(some);
    }
    poison.forEach(
        (body, dose) -> {
          int times = found.getOrDefault(body, 0);
          ledger.add("poison", dose.times());
          ledger.add("poison given up more than once", Math.max(0, times - dose.times()));
          if (times < dose.times()) {
            ledger.add("poison lost", dose.times() - times);
            problems.add(
                "%s was sent %d times and given up %d times: %s"
                    .formatted(dose.kind(), dose.times(), times, body));
          }
        });
  }

  private static String reason(Message message) {
    MessageAttributeValue reason = message.messageAttributes().get("s3sync.reason");
    return reason == null ? "no reason" : reason.stringValue();
  }

  private List<Message> receive() {
    return site.sqs()
        .receiveMessage(
            r ->
                r.queueUrl(site.deadLetters()).maxNumberOfMessages(10).messageAttributeNames("All"))
        .messages();
  }

  private void delete(List<Message> messages) {
    List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>();
    for (Message message : messages) {
      entries.add(
          DeleteMessageBatchRequestEntry.builder()
              .id("m" + entries.size())
              .receiptHandle(message.receiptHandle())
              .build());
    }
    site.sqs().deleteMessageBatch(r -> r.queueUrl(site.deadLetters()).entries(entries));
  }
}
