package io.github.s3sync.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.s3sync.event.EventReader;
import io.github.s3sync.event.MalformedEventException;
import io.github.s3sync.event.MalformedRecord;
import io.github.s3sync.event.Notification;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.key.KeyDecoder;
import io.github.s3sync.key.UndecodableKeyException;
import java.util.List;

/**
 * Checks that any body yields a notification or the documented exception, with a loggable message,
 * and that no record is silently dropped.
 */
final class EventReaderTarget {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .build();

  private EventReaderTarget() {}

  static void check(String body) {
    Notification notification;
    try {
      notification = new EventReader().read(body);
    } catch (MalformedEventException e) {
      Message.check(e.getMessage());
      return;
    }
    notification.malformed().stream().map(MalformedRecord::problem).forEach(Message::check);
    notification.events().forEach(EventReaderTarget::checkKey);
    assertThat(
            notification.events().size() + malformed(notification) + notification.setUpMessages())
        .as("outcomes for the records in the body")
        .isGreaterThanOrEqualTo(announced(body));
  }

  /** Counts malformed records, including those that are not described. */
  private static int malformed(Notification notification) {
    List<MalformedRecord> records = notification.malformed();
    if (records.size() <= EventReader.MAX_MALFORMED) {
      return records.size();
    }
    assertThat(records).hasSize(EventReader.MAX_MALFORMED + 1);
    String more = records.get(EventReader.MAX_MALFORMED).problem();
    return EventReader.MAX_MALFORMED + Integer.parseInt(more.substring(0, more.indexOf(' ')));
  }

  private static void checkKey(ObjectEvent event) {
    try {
      KeyDecoder.objectOf(event);
    } catch (UndecodableKeyException e) {
      Message.check(e.getMessage());
    }
  }

  /** Counts the records, with at least one for each envelope that cannot be opened. */
  private static int announced(String body) {
    JsonNode root;
    try {
      root = JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return 1;
    }
    if (root.path("tasks").isArray() && root.size() == 1) {
      return root.path("tasks").size();
    }
    int announced = 0;
    for (JsonNode record : root.path("Records")) {
      String source = record.path("eventSource").asText(record.path("EventSource").asText());
      announced +=
          switch (source) {
            case "aws:sqs" -> announced(record.path("body").asText());
            case "aws:sns" -> announced(record.path("Sns").path("Message").asText());
            default -> 1;
          };
    }
    return Math.max(1, announced);
  }
}
