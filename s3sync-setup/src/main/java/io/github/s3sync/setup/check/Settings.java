package io.github.s3sync.setup.check;

import io.github.s3sync.event.EventKind;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.setup.check.Attempt.Kind;
import io.github.s3sync.setup.delivery.Sender;
import io.github.s3sync.setup.finding.Check;
import io.github.s3sync.setup.finding.Severity;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.GetBucketLifecycleConfigurationResponse;
import software.amazon.awssdk.services.s3.model.GetBucketNotificationConfigurationResponse;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningResponse;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.LifecycleRuleAndOperator;
import software.amazon.awssdk.services.s3.model.LifecycleRuleFilter;

/** Checks the configuration of the buckets. Copies do not need the permissions to read it. */
final class Settings {

  private final Route route;

  Settings(Route route) {
    this.route = route;
  }

  /** Checks whether the source bucket sends the events that the rule needs, and to the queue. */
  void notifications(S3Client client) {
    CopyRule rule = route.rule();
    String bucket = rule.sourceBucket();
    Attempt<GetBucketNotificationConfigurationResponse> answer =
        Attempt.of(
            "GetBucketNotificationConfiguration " + bucket,
            () ->
                client.getBucketNotificationConfiguration(
                    r -> r.bucket(bucket).expectedBucketOwner(rule.sourceOwner())));
    if (answer.value() == null) {
      cannotLook(Check.NOTIFICATION, bucket, "s3:GetBucketNotification", answer);
      route.sender(Sender.unknown());
      return;
    }
    judge(new Notifications(answer.value()));
  }

  private void judge(Notifications notifications) {
    CopyRule rule = route.rule();
    String bucket = rule.sourceBucket();
    String queue = route.queueArn();
    List<String> missing = notifications.missing(rule, arn -> queue == null || arn.equals(queue));
    SortedSet<String> targets = notifications.targets(rule);
    if (missing.isEmpty()) {
      found(
          Severity.OK,
          Check.NOTIFICATION,
          bucket,
          "sends every event that the rule needs" + (queue == null ? "" : " to the queue"));
    } else if (queue != null && notifications.missing(rule, Settings::isTopic).isEmpty()) {
      targets.stream().filter(Settings::isTopic).forEach(arn -> route.sender(Sender.sns(arn)));
      found(
          Severity.UNKNOWN,
          Check.NOTIFICATION,
          bucket,
          "sends every event that the rule needs to "
              + String.join(", ", targets)
              + "; the subscriptions of the topic are not checked");
    } else if (notifications.eventBridge()) {
      route.sender(Sender.eventBridge());
      found(
          Severity.UNKNOWN,
          Check.NOTIFICATION,
          bucket,
          "sends its events to EventBridge; the rules and targets there are not checked");
    } else {
      found(
          Severity.WARNING,
          Check.NOTIFICATION,
          bucket,
          "does not send "
              + String.join(" ", missing)
              + (queue == null ? "" : " to the queue")
              + " for all keys that the rule matches"
              + (queue == null || targets.isEmpty()
                  ? ""
                  : "; its notifications for these keys go to " + String.join(", ", targets)));
    }
  }

  private static boolean isTopic(String arn) {
    return arn.contains(":sns:");
  }

  /** Checks whether objects that are deleted or overwritten at the destination can be recovered. */
  void versioning(S3Client client) {
    CopyRule rule = route.rule();
    boolean deletes = rule.kinds().contains(EventKind.REMOVED);
    if (!deletes && !rule.options().twoWay()) {
      return;
    }
    String bucket = route.destination().bucket();
    Attempt<GetBucketVersioningResponse> answer =
        Attempt.of(
            "GetBucketVersioning " + bucket,
            () -> client.getBucketVersioning(r -> r.bucket(bucket).expectedBucketOwner(owner())));
    if (answer.value() == null) {
      cannotLook(Check.VERSIONING, bucket, "s3:GetBucketVersioning", answer);
    } else if (answer.value().status() == BucketVersioningStatus.ENABLED) {
      found(Severity.OK, Check.VERSIONING, bucket, "keeps versions");
    } else {
      found(
          Severity.WARNING,
          Check.VERSIONING,
          bucket,
          "keeps no versions: what the rule "
              + (deletes ? "deletes" : "overwrites")
              + " there cannot be recovered");
    }
  }

  /** Checks whether incomplete multipart uploads are aborted; until then their parts are billed. */
  void lifecycle(S3Client client, String replica) {
    String bucket = route.destination().bucket();
    Attempt<GetBucketLifecycleConfigurationResponse> answer =
        Attempt.of(
            "GetBucketLifecycleConfiguration " + bucket,
            () ->
                client.getBucketLifecycleConfiguration(
                    r -> r.bucket(bucket).expectedBucketOwner(owner())));
    if (answer.value() == null && !answer.is(Kind.GONE)) {
      cannotLook(Check.LIFECYCLE, bucket, "s3:GetLifecycleConfiguration", answer);
    } else if (answer.value() != null
        && answer.value().rules().stream().anyMatch(rule -> aborts(rule, replica))) {
      found(Severity.OK, Check.LIFECYCLE, bucket, "aborts incomplete multipart uploads");
    } else {
      found(
          Severity.WARNING,
          Check.LIFECYCLE,
          bucket,
          "has no lifecycle rule AbortIncompleteMultipartUpload for replicas: parts of copies that"
              + " were interrupted are billed until they are aborted");
    }
  }

  private static boolean aborts(LifecycleRule rule, String replica) {
    return rule.status() == ExpirationStatus.ENABLED
        && rule.abortIncompleteMultipartUpload() != null
        && covers(rule, replica);
  }

  /**
   * Returns whether the lifecycle rule applies to all uploads of the replica. A rule that filters
   * by tags or sizes does not.
   */
  private static boolean covers(LifecycleRule rule, String replica) {
    LifecycleRuleFilter filter = rule.filter();
    if (filter == null) {
      // Rules without a filter use this field, which is deprecated but still in use.
      return replica.startsWith(rule.getValueForField("Prefix", String.class).orElse(""));
    }
    LifecycleRuleAndOperator and = filter.and();
    return and == null
        ? filter.tag() == null
            && filter.objectSizeGreaterThan() == null
            && filter.objectSizeLessThan() == null
            && begins(replica, filter.prefix())
        : !and.hasTags()
            && and.objectSizeGreaterThan() == null
            && and.objectSizeLessThan() == null
            && begins(replica, and.prefix());
  }

  private static boolean begins(String replica, @Nullable String prefix) {
    return prefix == null || replica.startsWith(prefix);
  }

  private @Nullable String owner() {
    return route.destination().expectedOwner();
  }

  private void found(Severity severity, Check check, String bucket, String message) {
    route.add(severity, check, "s3://" + bucket, message);
  }

  private void cannotLook(Check check, String bucket, String action, Attempt<?> answer) {
    String why =
        answer.is(Kind.REFUSED)
            ? action + " is required to check this: " + answer.text()
            : answer.text();
    found(Severity.UNKNOWN, check, bucket, "cannot be checked: " + why);
  }
}
