package io.github.s3sync.cli.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.s3sync.cli.option.UsageException;
import io.github.s3sync.cli.output.Json;
import io.github.s3sync.setup.policy.PolicySize;
import io.github.s3sync.setup.policy.SyncPolicies;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.arns.Arn;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;

/** Creates the policies that let notifications arrive, each with the command that applies it. */
final class DeliveryDocuments {

  private final SyncPolicies policies;
  private final String principal;
  private final DeliveryOptions delivery;
  private final @Nullable ExistingSettings existing;
  private final List<Document> documents = new ArrayList<>();

  /**
   * Creates the documents.
   *
   * @param existing the existing policies of queues, to merge with; null if their policies are
   *     replaced
   */
  DeliveryDocuments(
      SyncPolicies policies,
      String principal,
      DeliveryOptions delivery,
      @Nullable ExistingSettings existing) {
    this.policies = policies;
    this.principal = principal;
    this.delivery = delivery;
    this.existing = existing;
  }

  /** Returns the size of the policy for receiving from the queue; 0 without a queue. */
  int pollingSize() {
    String target = delivery.target();
    return target == null || !isQueue(target) ? 0 : PolicySize.of(polling(target));
  }

  /** Returns the documents in the order in which they are applied; none without a target. */
  List<Document> documents() {
    String target = delivery.target();
    if (target != null) {
      deliverTo(target);
    }
    return documents;
  }

  private void deliverTo(String target) {
    Arn arn = Arn.fromString(target);
    String name = arn.resource().resource();
    IamPolicy policy = delivery.policy(policies.notifications(), target);
    switch (arn.service()) {
      case "sqs" -> queue(arn, name, policy);
      case "sns" -> {
        if (existing != null) {
          throw new UsageException("--merge is given, but cannot merge the policies of topics");
        }
        topic(target, name, policy);
      }
      default -> function(target, name, policy);
    }
    String key = delivery.key();
    if (key != null) {
      String file =
          "queue-key-" + PolicyNames.plain(Arn.fromString(key).resource().resource()) + ".json";
      add(
          file,
          "The statements to add to the policy of KMS key "
              + key
              + ", so that "
              + delivery.senderName()
              + " can send",
          null,
          delivery.keyPolicy(policies.notifications(), key));
    }
    if (isQueue(target)) {
      String file = "polling-" + name + ".json";
      add(
          file,
          "The additional policy of "
              + principal
              + " to receive from the queue; with S3SYNC_DEAD_LETTER_QUEUE_URL, add sqs:SendMessage"
              + " on that queue",
          PolicyNames.putPolicy(principal, "s3sync-polling", file),
          polling(target));
    }
  }

  private void queue(Arn queue, String name, IamPolicy policy) {
    if (delivery.isFromTopic() && existing != null) {
      throw new UsageException(
          "--merge is given with a topic as --sender, but cannot merge the policies of topics");
    }
    if (delivery.isFromTopic()) {
      topic(
          delivery.sender(),
          Arn.fromString(delivery.sender()).resource().resource(),
          policies.notifications().fromS3(delivery.sender()));
    }
    String file = "queue-" + name + ".json";
    ExistingSettings kept = existing;
    MergedText merged =
        kept == null
            ? new MergedText(policy.toJson(), null)
            : MergedText.of(policy, () -> kept.queuePolicy(queue));
    // The AWS CLI expects a policy as an attribute of the queue, as text within JSON.
    JsonNode attributes =
        Json.MAPPER.createObjectNode().put("Policy", Json.read(merged.json()).toString());
    String url = "\"$(aws sqs get-queue-url --queue-name %s --query QueueUrl --output text)\"";
    String command =
        "aws sqs set-queue-attributes --queue-url %s --attributes file://%s"
            .formatted(url.formatted(name), file);
    documents.add(
        new Document(
            file,
            "The policy of queue "
                + queue
                + " among its attributes; "
                + (existing == null ? "replaces its policy" : "keeps its other statements"),
            delivery.isFromTopic()
                ? command
                    + "\naws sns subscribe --topic-arn %s --protocol sqs --notification-endpoint %s"
                        .formatted(delivery.sender(), queue)
                : command,
            Json.text(attributes),
            merged.problem()));
  }

  private void topic(String topic, String name, IamPolicy policy) {
    String file = "topic-" + name + ".json";
    add(
        file,
        "The policy of topic " + topic + "; replaces its policy",
        "aws sns set-topic-attributes --topic-arn %s --attribute-name Policy --attribute-value file://%s"
            .formatted(topic, file),
        policy);
  }

  /** Adds permissions to a function statement by statement, each with one source. */
  private void function(String function, String name, IamPolicy policy) {
    List<String> commands = new ArrayList<>();
    for (JsonNode statement : Json.list(Json.read(policy.toJson()).path("Statement"))) {
      JsonNode condition = statement.path("Condition");
      String account = condition.at("/StringEquals/aws:SourceAccount").asText();
      JsonNode sources =
          condition.has("ArnLike")
              ? condition.at("/ArnLike/aws:SourceArn")
              : condition.at("/ArnEquals/aws:SourceArn");
      for (JsonNode source : Json.list(sources)) {
        commands.add(
            "aws lambda add-permission --function-name %s --statement-id s3sync-%d --action lambda:InvokeFunction --principal %s --source-arn %s"
                    .formatted(
                        function,
                        commands.size() + 1,
                        statement.at("/Principal/Service").asText(),
                        source.asText())
                + (account.isEmpty() ? "" : " --source-account " + account));
      }
    }
    add(
        "function-" + PolicyNames.plain(name) + ".json",
        "The permissions for notifications to invoke function " + function,
        String.join("\n", commands),
        policy);
  }

  private IamPolicy polling(String queue) {
    return policies.notifications().polling(queue, delivery.key());
  }

  private static boolean isQueue(String target) {
    return Arn.fromString(target).service().equals("sqs");
  }

  private void add(String file, String about, @Nullable String command, IamPolicy policy) {
    documents.add(Document.of(file, about, command, policy, null));
  }
}
