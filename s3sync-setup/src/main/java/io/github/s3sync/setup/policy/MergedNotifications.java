package io.github.s3sync.setup.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.FilterRule;
import software.amazon.awssdk.services.s3.model.GetBucketNotificationConfigurationResponse;
import software.amazon.awssdk.services.s3.model.NotificationConfigurationFilter;

/**
 * Adds notifications to a bucket's existing ones, since {@code PutBucketNotificationConfiguration}
 * replaces the whole configuration.
 *
 * @since 0.1.0
 */
public final class MergedNotifications {

  /** The prefix of the ids that {@link BucketNotifications} generates. */
  private static final String OURS = "s3sync-";

  private static final ObjectMapper JSON = new ObjectMapper();

  private MergedNotifications() {}

  /**
   * Merges two configurations. Notifications of the bucket whose ids begin with {@code s3sync-} and
   * that go to a target of the added ones are replaced. All others are kept, including those of
   * another deployment of s3sync and the configuration of EventBridge. An id that is in use gets
   * the next free number.
   *
   * @param existing the configuration that the bucket has
   * @param added a configuration of {@link BucketNotifications#configurations}, or {@code
   *     {"EventBridgeConfiguration": {}}}
   * @return the merged configuration as JSON, on several lines
   * @throws IllegalArgumentException if a notification that is kept is for the same events of
   *     overlapping keys as an added one, which S3 refuses; the message names both
   */
  public static String of(GetBucketNotificationConfigurationResponse existing, String added) {
    ObjectNode merged = object(added);
    Map<Target, List<ObjectNode>> kept = kept(existing, targets(merged));
    renumber(merged, kept);
    for (List<ObjectNode> others : kept.values()) {
      for (ObjectNode other : others) {
        for (Target target : Target.values()) {
          merged.path(target.list()).forEach(ours -> requireApart(ours, other));
        }
      }
    }
    kept.forEach((target, others) -> merged.withArray(target.list()).addAll(others));
    if (existing.eventBridgeConfiguration() != null) {
      merged.putObject("EventBridgeConfiguration");
    }
    return merged.toPrettyString();
  }

  private static Set<String> targets(ObjectNode added) {
    Set<String> targets = new HashSet<>();
    for (Target target : Target.values()) {
      added.path(target.list()).forEach(one -> targets.add(one.path(target.field()).asText()));
    }
    return targets;
  }

  private static void renumber(ObjectNode added, Map<Target, List<ObjectNode>> kept) {
    Set<String> taken = new HashSet<>();
    kept.values().forEach(list -> list.forEach(one -> taken.add(one.path("Id").asText())));
    int number = 1;
    for (Target target : Target.values()) {
      for (JsonNode one : added.path(target.list())) {
        while (!taken.add(OURS + number)) {
          number++;
        }
        ((ObjectNode) one).put("Id", OURS + number);
      }
    }
  }

  private static Map<Target, List<ObjectNode>> kept(
      GetBucketNotificationConfigurationResponse existing, Set<String> replaced) {
    Map<Target, List<ObjectNode>> kept = new EnumMap<>(Target.class);
    existing
        .queueConfigurations()
        .forEach(
            q ->
                keep(
                    kept,
                    replaced,
                    Target.QUEUE,
                    q.id(),
                    q.queueArn(),
                    q.eventsAsStrings(),
                    q.filter()));
    existing
        .topicConfigurations()
        .forEach(
            t ->
                keep(
                    kept,
                    replaced,
                    Target.TOPIC,
                    t.id(),
                    t.topicArn(),
                    t.eventsAsStrings(),
                    t.filter()));
    existing
        .lambdaFunctionConfigurations()
        .forEach(
            f ->
                keep(
                    kept,
                    replaced,
                    Target.FUNCTION,
                    f.id(),
                    f.lambdaFunctionArn(),
                    f.eventsAsStrings(),
                    f.filter()));
    return kept;
  }

  private static void keep(
      Map<Target, List<ObjectNode>> kept,
      Set<String> replaced,
      Target target,
      @Nullable String id,
      String arn,
      List<String> events,
      @Nullable NotificationConfigurationFilter filter) {
    if (id != null && id.startsWith(OURS) && replaced.contains(arn)) {
      return;
    }
    ObjectNode one = JSON.createObjectNode();
    if (id != null) {
      one.put("Id", id);
    }
    one.put(target.field(), arn);
    ArrayNode names = one.putArray("Events");
    events.forEach(names::add);
    if (filter != null && filter.key() != null && filter.key().hasFilterRules()) {
      ArrayNode rules = one.putObject("Filter").putObject("Key").putArray("FilterRules");
      for (FilterRule rule : filter.key().filterRules()) {
        rules.addObject().put("Name", rule.nameAsString()).put("Value", rule.value());
      }
    }
    kept.computeIfAbsent(target, t -> new ArrayList<>()).add(one);
  }

  /**
   * Checks that two notifications are for different events or different keys.
   *
   * @see <a href=
   *     "https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html">Configuring
   *     event notifications using object key name filtering</a>
   */
  private static void requireApart(JsonNode ours, JsonNode other) {
    boolean sameEvents = false;
    for (JsonNode one : ours.path("Events")) {
      for (JsonNode two : other.path("Events")) {
        sameEvents |= overlap(one.asText(), two.asText());
      }
    }
    String prefix = value(ours, "prefix");
    String otherPrefix = value(other, "prefix");
    String suffix = value(ours, "suffix");
    String otherSuffix = value(other, "suffix");
    boolean sameKeys =
        (prefix.startsWith(otherPrefix) || otherPrefix.startsWith(prefix))
            && (suffix.endsWith(otherSuffix) || otherSuffix.endsWith(suffix));
    if (sameEvents && sameKeys) {
      throw new IllegalArgumentException(
          "the bucket has the notification "
              + other
              + ", which overlaps with "
              + ours
              + ", and S3 refuses both together; expected other prefixes or events, one target that"
              + " both use, such as an SNS topic, or EventBridge");
    }
  }

  private static boolean overlap(String one, String other) {
    return one.equals(other)
        || (one.endsWith("*") && other.startsWith(one.substring(0, one.length() - 1)))
        || (other.endsWith("*") && one.startsWith(other.substring(0, other.length() - 1)));
  }

  private static String value(JsonNode notification, String name) {
    for (JsonNode rule : notification.path("Filter").path("Key").path("FilterRules")) {
      if (rule.path("Name").asText().toLowerCase(Locale.ROOT).equals(name)) {
        return rule.path("Value").asText();
      }
    }
    return "";
  }

  private static ObjectNode object(String json) {
    try {
      return (ObjectNode) JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the added configuration is not JSON", e);
    }
  }
}
