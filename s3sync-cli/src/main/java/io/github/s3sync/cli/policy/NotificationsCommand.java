package io.github.s3sync.cli.policy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.s3sync.cli.option.RulesOptions;
import io.github.s3sync.cli.option.UsageException;
import io.github.s3sync.cli.output.Json;
import io.github.s3sync.setup.policy.BucketNotifications;
import io.github.s3sync.setup.policy.MergedNotifications;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Prints the notification configuration of source buckets. */
@Command(
    name = "notifications",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the notification configuration of each source bucket.",
      "The configuration covers all events that the rules need, and few others. With"
          + " --event-bridge, prints the event pattern of an EventBridge rule, its target, and the"
          + " configuration that sends the bucket's events to EventBridge. Changes nothing, and"
          + " without --merge makes no request."
    })
public final class NotificationsCommand implements Callable<Integer> {

  private static final String EVENT_BRIDGE = "{\n  \"EventBridgeConfiguration\" : { }\n}";

  @Spec private CommandSpec spec;

  @Mixin private final RulesOptions rules;
  @Mixin private final Documents documents = new Documents();

  @Option(
      names = {"-t", "--target"},
      paramLabel = "ARN",
      description = "The SQS queue, SNS topic or Lambda function that receives the notifications.")
  private @Nullable String target;

  @Option(
      names = "--event-bridge",
      description =
          "Send them through EventBridge, which has no limit of 100 notifications for each bucket.")
  private boolean eventBridge;

  @Option(
      names = "--merge",
      description =
          "Read each bucket's configuration and keep it. Requires s3:GetBucketNotification.")
  private boolean merge;

  @SuppressWarnings("NullAway.Init") // picocli sets the other fields
  public NotificationsCommand(Map<String, String> environment) {
    this.rules = new RulesOptions(environment);
  }

  @Override
  public Integer call() {
    if (target == null && !eventBridge) {
      throw new ParameterException(
          spec.commandLine(), "Missing required option: --target=ARN or --event-bridge, or both");
    }
    try (ExistingSettings existing =
        merge ? new ExistingSettings(rules.reading(variables -> variables)) : null) {
      BucketNotifications notifications = BucketNotifications.of(rules.rules());
      List<Document> all = new ArrayList<>();
      if (eventBridge) {
        notifications
            .eventBridge()
            .forEach((bucket, pattern) -> eventBridge(bucket, pattern, existing, all));
      } else {
        notifications
            .configurations(Objects.requireNonNull(target))
            .forEach((bucket, json) -> all.add(configuration(bucket, json, existing)));
      }
      return documents.print(all, spec.commandLine());
    } catch (IllegalArgumentException e) {
      throw UsageException.ofProperty("target", e);
    }
  }

  private static Document configuration(
      String bucket, String json, @Nullable ExistingSettings existing) {
    String file = "notifications-" + bucket + ".json";
    return new Document(
        file,
        "The notifications of bucket "
            + bucket
            + (existing == null
                ? "; replaces its whole configuration: add its other notifications, or use --merge"
                : "; keeps its other notifications"),
        "aws s3api put-bucket-notification-configuration --bucket %s --notification-configuration file://%s"
            .formatted(bucket, file),
        existing == null ? json : MergedNotifications.of(existing.notifications(bucket), json));
  }

  /**
   * Adds the EventBridge rule and its target first, so that every event of the bucket finds a rule.
   */
  private void eventBridge(
      String bucket, String pattern, @Nullable ExistingSettings existing, List<Document> all) {
    String rule = BucketNotifications.ruleName(bucket);
    String file = "events-" + bucket + ".json";
    all.add(
        new Document(
            file,
            "The event pattern of the EventBridge rule for bucket " + bucket,
            "aws events put-rule --name %s --event-pattern file://%s".formatted(rule, file),
            pattern));
    if (target != null) {
      String targets = "targets-" + bucket + ".json";
      ArrayNode list = Json.MAPPER.createArrayNode();
      list.addObject().put("Id", "s3sync").put("Arn", target);
      all.add(
          new Document(
              targets,
              "The target of that rule, whose policy 's3sync policies --sender event-bridge'"
                  + " prints",
              "aws events put-targets --rule %s --targets file://%s".formatted(rule, targets),
              Json.text(list)));
    }
    all.add(configuration(bucket, EVENT_BRIDGE, existing));
  }
}
