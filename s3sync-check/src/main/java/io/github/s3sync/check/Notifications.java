package io.github.s3sync.check;

import io.github.s3sync.event.EventKind;
import io.github.s3sync.rule.CopyRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.FilterRule;
import software.amazon.awssdk.services.s3.model.GetBucketNotificationConfigurationResponse;
import software.amazon.awssdk.services.s3.model.NotificationConfigurationFilter;

/** What a bucket tells, whomever. */
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

  /** Whether one of them tells of every object that the rule may take. */
  boolean cover(CopyRule rule, EventKind kind) {
    return told.stream().anyMatch(one -> one.tells(kind) && one.covers(rule));
  }

  private record Told(List<String> events, @Nullable NotificationConfigurationFilter filter) {

    boolean tells(EventKind kind) {
      String wanted =
          switch (kind) {
            case CREATED -> "s3:ObjectCreated:";
            case REMOVED -> "s3:ObjectRemoved:";
            case RESTORED -> "s3:ObjectRestore:";
            case OTHER -> "s3:";
          };
      return events.stream().anyMatch(event -> event.startsWith(wanted));
    }

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
