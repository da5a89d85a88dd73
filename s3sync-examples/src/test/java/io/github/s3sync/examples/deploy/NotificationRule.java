package io.github.s3sync.examples.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Filters events as one of a bucket's notifications does. */
final class NotificationRule {

  private static final JsonMapper JSON = new JsonMapper();

  private final List<String> events = new ArrayList<>();
  private String prefix = "";
  private String suffix = "";

  NotificationRule(JsonNode configuration) {
    configuration.path("Events").forEach(event -> events.add(event.asText()));
    for (JsonNode rule : configuration.at("/Filter/Key/FilterRules")) {
      if (rule.path("Name").asText().equals("prefix")) {
        prefix = rule.path("Value").asText();
      } else {
        suffix = rule.path("Value").asText();
      }
    }
  }

  /** Sends a notification if it matches. Keys are compared in their encoded form. */
  void send(String notification, Consumer<String> queue) {
    try {
      JsonNode record = JSON.readTree(notification).at("/Records/0");
      String key = record.at("/s3/object/key").asText();
      String name = "s3:" + record.path("eventName").asText();
      boolean wanted =
          events.stream()
              .anyMatch(
                  event ->
                      event.endsWith("*")
                          ? name.startsWith(event.substring(0, event.length() - 1))
                          : name.equals(event));
      if (wanted && key.startsWith(prefix) && key.endsWith(suffix)) {
        queue.accept(notification);
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(notification, e);
    }
  }
}
