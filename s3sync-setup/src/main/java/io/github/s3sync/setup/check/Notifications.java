package io.github.s3sync.setup.check;

import io.github.s3sync.event.EventKind;
import io.github.s3sync.key.KeyDecoder;
import io.github.s3sync.key.UndecodableKeyException;
import io.github.s3sync.rule.CopyRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.FilterRule;
import software.amazon.awssdk.services.s3.model.GetBucketNotificationConfigurationResponse;
import software.amazon.awssdk.services.s3.model.NotificationConfigurationFilter;

/**
 * The event notifications that a bucket sends.
 *
 * @see <a href=
 *     "https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html">Event
 *     notification types and destinations</a>
 */
final class Notifications {

  private final boolean eventBridge;
  private final List<Configured> all = new ArrayList<>();

  Notifications(GetBucketNotificationConfigurationResponse configuration) {
    this.eventBridge = configuration.eventBridgeConfiguration() != null;
    configuration
        .queueConfigurations()
        .forEach(q -> all.add(new Configured(q.queueArn(), q.eventsAsStrings(), q.filter())));
    configuration
        .topicConfigurations()
        .forEach(t -> all.add(new Configured(t.topicArn(), t.eventsAsStrings(), t.filter())));
    configuration
        .lambdaFunctionConfigurations()
        .forEach(
            f -> all.add(new Configured(f.lambdaFunctionArn(), f.eventsAsStrings(), f.filter())));
  }

  boolean eventBridge() {
    return eventBridge;
  }

  /**
   * Returns the events that the rule needs and that are not sent, for every key that the rule
   * matches, to a target that the predicate accepts.
   */
  List<String> missing(CopyRule rule, Predicate<String> target) {
    Set<String> events = new HashSet<>();
    all.stream()
        .filter(one -> target.test(one.target()) && one.covers(rule))
        .forEach(one -> events.addAll(one.events()));
    return rule.kinds().stream()
        .sorted()
        .flatMap(kind -> names(kind).stream())
        .filter(name -> !events.contains(name) && !events.contains(all(name)))
        .toList();
  }

  /** Returns the ARNs of the targets of notifications that cover the rule. */
  SortedSet<String> targets(CopyRule rule) {
    return all.stream()
        .filter(one -> one.covers(rule))
        .map(Configured::target)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Returns the names that S3 gives to the events of a kind. */
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
      case OTHER, UNKNOWN ->
          throw new IllegalArgumentException("no rule matches events of kind " + kind);
    };
  }

  private static String all(String name) {
    return name.substring(0, name.lastIndexOf(':') + 1) + "*";
  }

  private record Configured(
      String target, List<String> events, @Nullable NotificationConfigurationFilter filter) {

    /**
     * Returns whether one configuration covers all keys of the rule. S3 requires special characters
     * in a filter to be URL-encoded, with a plus sign for a space. Other stores compare the filter
     * with the key itself.
     */
    boolean covers(CopyRule rule) {
      String prefix = value("prefix");
      String suffix = value("suffix");
      return (rule.prefix().startsWith(prefix) || rule.prefix().startsWith(decoded(prefix)))
          && (rule.suffix().endsWith(suffix) || rule.suffix().endsWith(decoded(suffix)));
    }

    private static String decoded(String filter) {
      try {
        return KeyDecoder.formUrlEncoded().decode(filter);
      } catch (UndecodableKeyException e) {
        return filter;
      }
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
