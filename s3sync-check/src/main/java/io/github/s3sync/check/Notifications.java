package io.github.s3sync.check;

import io.github.s3sync.event.EventKind;
import io.github.s3sync.rule.CopyRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.FilterRule;
import software.amazon.awssdk.services.s3.model.GetBucketNotificationConfigurationResponse;
import software.amazon.awssdk.services.s3.model.NotificationConfigurationFilter;

/**
 * What a bucket tells, whomever.
 *
 * @see <a href=
 *     "https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html">Event
 *     notification types and destinations</a>
 */
final class Notifications {

  private final boolean eventBridge;
  private final List<Told> told = new ArrayList<>();

  Notifications(GetBucketNotificationConfigurationResponse configuration) {
    this.eventBridge = configuration.eventBridgeConfiguration() != null;
    configuration
        .queueConfigurations()
        .forEach(one -> told.add(new Told(one.eventsAsStrings(), one.filter())));
    configuration
        .topicConfigurations()
        .forEach(one -> told.add(new Told(one.eventsAsStrings(), one.filter())));
    configuration
        .lambdaFunctionConfigurations()
        .forEach(one -> told.add(new Told(one.eventsAsStrings(), one.filter())));
  }

  boolean eventBridge() {
    return eventBridge;
  }

  /** The events of what the rule is about that no one is told of for all that it takes. */
  List<String> untold(CopyRule rule) {
    Set<String> events = new HashSet<>();
    told.stream().filter(one -> one.covers(rule)).forEach(one -> events.addAll(one.events()));
    return rule.kinds().stream()
        .sorted()
        .flatMap(kind -> names(kind).stream())
        .filter(name -> !events.contains(name) && !events.contains(all(name)))
        .toList();
  }

  /** What S3 calls the events of a kind. */
  private static List<String> names(EventKind kind) {
    return switch (kind) {
      case CREATED ->
          List.of(
              "s3:ObjectCreated:Put",
              "s3:ObjectCreated:Post",
              "s3:ObjectCreated:Copy",
              "s3:ObjectCreated:CompleteMultipartUpload");
      case REMOVED ->
          List.of(
              "s3:ObjectRemoved:Delete",
              "s3:ObjectRemoved:DeleteMarkerCreated",
              "s3:LifecycleExpiration:Delete",
              "s3:LifecycleExpiration:DeleteMarkerCreated");
      case RESTORED -> List.of("s3:ObjectRestore:Completed");
      case OTHER -> throw new IllegalArgumentException("no rule takes OTHER");
    };
  }

  private static String all(String name) {
    return name.substring(0, name.lastIndexOf(':') + 1) + "*";
  }

  private record Told(List<String> events, @Nullable NotificationConfigurationFilter filter) {

    /** S3 wants a space written as a plus sign. */
    boolean covers(CopyRule rule) {
      return rule.prefix().replace(' ', '+').startsWith(value("prefix").replace(' ', '+'))
          && rule.suffix().replace(' ', '+').endsWith(value("suffix").replace(' ', '+'));
    }

    private String value(String name) {
      if (filter == null || filter.key() == null) {
        return "";
      }
      return filter.key().filterRules().stream()
          .filter(rule -> name.equals(rule.nameAsString().toLowerCase(Locale.ROOT)))
          .map(FilterRule::value)
          .findFirst()
          .orElse("");
    }
  }
}
