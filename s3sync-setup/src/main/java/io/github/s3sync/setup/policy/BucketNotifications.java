package io.github.s3sync.setup.policy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRules;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Generates the notification configuration of the source buckets, so that they report every change
 * that the rules need. A configuration may cover more events; s3sync skips events that no rule
 * matches.
 *
 * <p>Immutable; safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class BucketNotifications {

  /**
   * The number of notifications that S3 accepts for a bucket.
   *
   * @see <a href=
   *     "https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html">Configuring
   *     event notifications using object key name filtering</a>
   */
  static final int MAX_NOTIFICATIONS = 100;

  static final int MAX_PATTERN_CHARS = 2048;

  private static final int MAX_RULE_NAME = 64;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final CopyRules rules;

  private BucketNotifications(CopyRules rules) {
    this.rules = rules;
  }

  /**
   * Returns the notifications that the rules need from their source buckets.
   *
   * @param rules the rules
   * @return the notifications
   */
  public static BucketNotifications of(CopyRules rules) {
    return new BucketNotifications(rules);
  }

  /**
   * Returns the configuration of each source bucket, as input of {@code aws s3api
   * put-bucket-notification-configuration}. That command replaces the bucket's configuration,
   * including notifications that others have added; {@link MergedNotifications} keeps them.
   *
   * @param targetArn the ARN of the SQS queue, SNS topic or Lambda function that receives the
   *     notifications
   * @return JSON by bucket name, in the order of the names
   * @throws IllegalArgumentException if it is not such an ARN, or if a bucket would need more
   *     notifications than S3 accepts; then {@link #eventBridge()} is needed
   */
  public SortedMap<String, String> configurations(String targetArn) {
    Target target = Target.of(Arns.parse("target", targetArn));
    SortedMap<String, String> configurations = new TreeMap<>();
    filters(FilterValues::prefix, FilterValues::suffix)
        .forEach(
            (bucket, apart) -> {
              if (apart.size() > MAX_NOTIFICATIONS) {
                throw new IllegalArgumentException(
                    "bucket '"
                        + bucket
                        + "' would need "
                        + apart.size()
                        + " notifications, and S3 accepts "
                        + MAX_NOTIFICATIONS
                        + " for one bucket, expected fewer prefixes and suffixes, or EventBridge");
              }
              configurations.put(bucket, configuration(target, targetArn, apart));
            });
    return configurations;
  }

  /** Returns the filters by bucket, none of which overlap. */
  private SortedMap<String, List<NotificationFilter>> filters(
      UnaryOperator<String> prefix, UnaryOperator<String> suffix) {
    SortedMap<String, List<NotificationFilter>> filters = new TreeMap<>();
    for (CopyRule rule : rules.rules()) {
      filters
          .computeIfAbsent(rule.sourceBucket(), b -> new ArrayList<>())
          .add(
              new NotificationFilter(
                  prefix.apply(rule.prefix()),
                  suffix.apply(rule.suffix()),
                  EnumSet.copyOf(rule.kinds())));
    }
    filters.replaceAll(
        (bucket, wanted) ->
            NotificationFilter.apart(wanted).stream()
                .sorted(
                    Comparator.comparing(NotificationFilter::prefix)
                        .thenComparing(NotificationFilter::suffix))
                .toList());
    return filters;
  }

  private static String configuration(
      Target target, String targetArn, List<NotificationFilter> apart) {
    ObjectNode root = JSON.createObjectNode();
    ArrayNode list = root.putArray(target.list());
    int number = 1;
    for (NotificationFilter filter : apart) {
      ObjectNode one = list.addObject();
      one.put("Id", "s3sync-" + number++);
      one.put(target.field(), targetArn);
      ArrayNode events = one.putArray("Events");
      filter.kinds().stream()
          .flatMap(kind -> eventNames(kind).stream())
          .sorted()
          .forEach(events::add);
      if (!filter.prefix().isEmpty() || !filter.suffix().isEmpty()) {
        ArrayNode rules = one.putObject("Filter").putObject("Key").putArray("FilterRules");
        rule(rules, "prefix", filter.prefix());
        rule(rules, "suffix", filter.suffix());
      }
    }
    return root.toPrettyString();
  }

  private static void rule(ArrayNode rules, String name, String value) {
    if (!value.isEmpty()) {
      rules.addObject().put("Name", name).put("Value", value);
    }
  }

  /**
   * Returns the event pattern of an EventBridge rule for each source bucket. The bucket must also
   * send its events to EventBridge: {@code {"EventBridgeConfiguration": {}}}. By default
   * EventBridge accepts patterns of {@value #MAX_PATTERN_CHARS} characters; a longer pattern is
   * replaced by one for all keys of the bucket.
   *
   * @return JSON by bucket name, in the order of the names
   * @see <a href= "https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventBridge.html">Using
   *     EventBridge</a>
   * @see <a href= "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html">Amazon
   *     EventBridge quotas</a>
   */
  public SortedMap<String, String> eventBridge() {
    SortedMap<String, String> patterns = new TreeMap<>();
    filters(prefix -> prefix, suffix -> "")
        .forEach((bucket, apart) -> patterns.put(bucket, longestThatMayBe(bucket, apart)));
    return patterns;
  }

  /**
   * Returns the name of the EventBridge rule for a bucket: rules have at most 64 characters, and
   * buckets nearly as many.
   *
   * @param bucket the bucket's name
   * @return the name, such as {@code s3sync-src}
   */
  public static String ruleName(String bucket) {
    String name = "s3sync-" + bucket;
    return name.substring(0, Math.min(name.length(), MAX_RULE_NAME));
  }

  private static String longestThatMayBe(String bucket, List<NotificationFilter> apart) {
    ObjectNode pattern = pattern(bucket, apart, true);
    return Stream.of(pattern.toPrettyString(), pattern.toString())
        .filter(text -> text.length() <= MAX_PATTERN_CHARS)
        .findFirst()
        .orElseGet(() -> pattern(bucket, apart, false).toPrettyString());
  }

  private static ObjectNode pattern(
      String bucket, List<NotificationFilter> apart, boolean withPrefixes) {
    ObjectNode root = JSON.createObjectNode();
    root.putArray("source").add("aws.s3");
    ArrayNode types = root.putArray("detail-type");
    apart.stream()
        .flatMap(filter -> filter.kinds().stream())
        .map(BucketNotifications::detailType)
        .distinct()
        .sorted()
        .forEach(types::add);
    ObjectNode detail = root.putObject("detail");
    detail.putObject("bucket").putArray("name").add(bucket);
    if (withPrefixes && apart.stream().noneMatch(filter -> filter.prefix().isEmpty())) {
      ArrayNode keys = detail.putObject("object").putArray("key");
      apart.stream()
          .map(NotificationFilter::prefix)
          .distinct()
          .forEach(prefix -> keys.addObject().put("prefix", prefix));
    }
    return root;
  }

  /**
   * Returns S3's event names. S3 reports the expiry of an object by a lifecycle rule under another
   * name than deletes.
   */
  private static List<String> eventNames(EventKind kind) {
    return switch (kind) {
      case CREATED -> List.of("s3:ObjectCreated:*");
      case REMOVED -> List.of("s3:ObjectRemoved:*", "s3:LifecycleExpiration:*");
      case RESTORED -> List.of("s3:ObjectRestore:Completed");
      case OTHER, UNKNOWN ->
          throw new IllegalArgumentException("no rule matches events of kind " + kind);
    };
  }

  private static String detailType(EventKind kind) {
    return switch (kind) {
      case CREATED -> "Object Created";
      case REMOVED -> "Object Deleted";
      case RESTORED -> "Object Restore Completed";
      case OTHER, UNKNOWN ->
          throw new IllegalArgumentException("no rule matches events of kind " + kind);
    };
  }
}
