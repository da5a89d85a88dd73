package io.github.s3sync.examples.cli;

import io.github.s3sync.S3Sync;
import io.github.s3sync.policy.BucketNotifications;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints what source buckets have to be told to tell. */
@Command(
    name = "notifications",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the notification configuration of each source bucket.",
      "So that it tells of what the rules are about, and of no more than it must. Or, with"
          + " --event-bridge, the pattern for a rule of EventBridge. Nothing is asked and nothing is"
          + " changed."
    })
final class NotificationsCommand implements Callable<Integer> {

  private static final int MOST_RULE_NAME = 64;

  @Spec private CommandSpec spec;

  @Mixin private final RulesOptions rules;
  @Mixin private final Documents documents = new Documents();

  @ArgGroup(multiplicity = "1")
  private Way way;

  /** One of the two. */
  private static final class Way {

    @Option(
        names = {"-t", "--target"},
        paramLabel = "ARN",
        description = "The SQS queue, SNS topic or Lambda function that is told.")
    private @Nullable String target;

    @Option(
        names = "--event-bridge",
        description =
            "Tell EventBridge, where a bucket's 100 notifications or a FIFO queue are no limit.")
    @SuppressWarnings("UnusedVariable") // the other of the two is looked at
    private boolean eventBridge;
  }

  @SuppressWarnings("NullAway.Init") // picocli sets the rest
  NotificationsCommand(Map<String, String> environment) {
    this.rules = new RulesOptions(environment);
  }

  @Override
  public Integer call() {
    try (S3Sync sync = rules.sync()) {
      BucketNotifications notifications = BucketNotifications.of(sync.rules());
      List<Document> all = new ArrayList<>();
      if (way.target == null) {
        notifications.eventBridge().forEach((bucket, pattern) -> all.add(pattern(bucket, pattern)));
      } else {
        notifications
            .configurations(way.target)
            .forEach((bucket, json) -> all.add(configuration(bucket, json)));
      }
      documents.print(all, spec.commandLine().getOut());
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()), e);
    }
    return ExitCode.OK;
  }

  private static Document configuration(String bucket, String json) {
    String file = "notifications-" + bucket + ".json";
    return new Document(
        file,
        "The notifications of bucket " + bucket + "; replaces those that it has, anybody's",
        "aws s3api put-bucket-notification-configuration --bucket %s --notification-configuration file://%s"
            .formatted(bucket, file),
        json);
  }

  /** Names of rules have 64 characters at most, those of buckets nearly as many. */
  private static String ruleName(String bucket) {
    String name = "s3sync-" + bucket;
    return name.substring(0, Math.min(name.length(), MOST_RULE_NAME));
  }

  private static Document pattern(String bucket, String json) {
    String file = "events-" + bucket + ".json";
    return new Document(
        file,
        "Of bucket "
            + bucket
            + ", which must send to EventBridge, the event pattern of a rule there",
        "aws events put-rule --name %s --event-pattern file://%s".formatted(ruleName(bucket), file),
        json);
  }
}
