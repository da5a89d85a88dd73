package io.github.s3sync.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.s3sync.setup.policy.MergedPolicy;
import io.github.s3sync.setup.policy.PolicySize;
import io.github.s3sync.setup.policy.SyncPolicies;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.arns.Arn;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;
import software.amazon.awssdk.policybuilder.iam.IamPolicyWriter;

/** Creates policies, each with the command that applies it. */
final class PolicyDocuments {

  private static final IamPolicyWriter PRETTY = IamPolicyWriter.builder().prettyPrint(true).build();

  private final SyncPolicies policies;
  private final String principal;
  private final DeliveryOptions delivery;
  private final @Nullable ExistingSettings existing;
  private final List<Document> documents = new ArrayList<>();

  private PolicyDocuments(
      SyncPolicies policies,
      String principal,
      DeliveryOptions delivery,
      @Nullable ExistingSettings existing) {
    this.policies = policies;
    this.principal = principal;
    this.delivery = delivery;
    this.existing = existing;
  }

  /**
   * Returns the documents in the order in which they are applied: trust policies first, the
   * policies that start the notifications last.
   *
   * @param existing the existing policies of buckets and queues, to merge with; null if their
   *     policies are replaced
   */
  static List<Document> of(
      SyncPolicies policies,
      String principal,
      DeliveryOptions delivery,
      @Nullable ExistingSettings existing) {
    PolicyDocuments all = new PolicyDocuments(policies, principal, delivery, existing);
    policies.trust().forEach(all::trust);
    policies.identities().forEach(all::identity);
    policies.buckets().forEach(all::bucket);
    policies.keys().forEach(all::key);
    String target = delivery.target();
    if (target != null) {
      all.delivery(target);
    }
    return all.documents;
  }

  private void trust(String role, IamPolicy policy) {
    String file = "trust-" + file(role);
    add(
        file,
        "The trust policy of role " + role + "; replaces its trust policy",
        "aws iam update-assume-role-policy --role-name %s --policy-document file://%s"
            .formatted(name(role), file),
        policy,
        tooLong(PolicySize.TRUST, PolicySize.of(policy)));
  }

  private void identity(String who, IamPolicy policy) {
    PolicySize inline =
        kind(who).equals("user") ? PolicySize.INLINE_OF_USER : PolicySize.INLINE_OF_ROLE;
    String file = file(who);
    // The inline policies of a principal share one quota, including the policy of the poller.
    int others = who.equals(principal) ? pollingSize() : 0;
    if (PolicySize.of(policy) + others <= inline.max()) {
      add(file, "The policy of " + who, putPolicy(who, "s3sync", file), policy, null);
      return;
    }
    List<IamPolicy> parts = PolicySize.MANAGED.split(policy);
    for (int i = 0; i < parts.size(); i++) {
      String name = "s3sync-" + name(who) + "-" + (i + 1);
      String part = file.replace(".json", "-" + (i + 1) + ".json");
      add(
          part,
          "The policy of %s, part %d of %d, as a managed policy"
              .formatted(who, i + 1, parts.size()),
          "aws iam attach-%s-policy --%s-name %s --policy-arn \"$(aws iam create-policy --policy-name %s --policy-document file://%s --query Policy.Arn --output text)\""
              .formatted(kind(who), kind(who), name(who), name, part),
          parts.get(i),
          i < PolicySize.MAX_MANAGED_POLICIES
              ? null
              : "AWS accepts %d managed policies for a principal by default; use fewer prefixes or several principals"
                  .formatted(PolicySize.MAX_MANAGED_POLICIES));
    }
  }

  private int pollingSize() {
    String target = delivery.target();
    return target == null || !isQueue(target) ? 0 : PolicySize.of(polling(target));
  }

  private IamPolicy polling(String queue) {
    return policies.notifications().polling(queue, delivery.key());
  }

  private static boolean isQueue(String target) {
    return Arn.fromString(target).service().equals("sqs");
  }

  private static String putPolicy(String who, String name, String file) {
    return "aws iam put-%s-policy --%s-name %s --policy-name %s --policy-document file://%s"
        .formatted(kind(who), kind(who), name(who), name, file);
  }

  private void bucket(String bucket, IamPolicy policy) {
    String file = "bucket-" + plain(bucket) + ".json";
    boolean accessPoint = bucket.startsWith("arn:");
    ExistingSettings kept = accessPoint ? null : existing;
    Merged merged =
        kept == null
            ? new Merged(policy.toJson(PRETTY), null)
            : merged(policy, () -> kept.bucketPolicy(bucket));
    String json = merged.json();
    documents.add(
        new Document(
            file,
            "The policy of bucket "
                + bucket
                + ", to be applied in its account"
                + (kept == null
                    ? "; replaces its policy: add the existing statements, or use --merge"
                    : "; keeps its other statements"),
            accessPoint
                ? null
                : "aws s3api put-bucket-policy --bucket %s --policy file://%s"
                    .formatted(bucket, file),
            json,
            merged.problem() == null
                ? tooLong(PolicySize.BUCKET, Json.read(json).toString().length())
                : merged.problem()));
  }

  /**
   * Merges a policy with the existing one. Buckets and queues belong to several accounts, and one
   * run has the credentials of one account: an existing policy that cannot be read is a problem of
   * its document.
   */
  private static Merged merged(IamPolicy policy, Supplier<@Nullable String> existingPolicy) {
    try {
      return new Merged(MergedPolicy.of(existingPolicy.get(), policy), null);
    } catch (SdkException e) {
      return new Merged(
          policy.toJson(PRETTY),
          "its existing policy cannot be read, run this command in its account: " + e.getMessage());
    }
  }

  private record Merged(String json, @Nullable String problem) {}

  private void key(String key, IamPolicy policy) {
    String file = "key-" + plain(Arn.fromString(key).resource().resource()) + ".json";
    add(
        file,
        "The statements to add to the policy of KMS key " + key,
        null,
        policy,
        tooLong(PolicySize.KEY, PolicySize.of(policy)));
  }

  private void delivery(String target) {
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
      String file = "queue-key-" + plain(Arn.fromString(key).resource().resource()) + ".json";
      add(
          file,
          "The statements to add to the policy of KMS key "
              + key
              + ", so that "
              + delivery.senderName()
              + " can send",
          null,
          delivery.keyPolicy(policies.notifications(), key),
          null);
    }
    if (isQueue(target)) {
      String file = "polling-" + name + ".json";
      add(
          file,
          "The additional policy of "
              + principal
              + " to receive from the queue; with S3SYNC_DEAD_LETTER_QUEUE_URL, add sqs:SendMessage"
              + " on that queue",
          putPolicy(principal, "s3sync-polling", file),
          polling(target),
          null);
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
    Merged merged =
        kept == null
            ? new Merged(policy.toJson(), null)
            : merged(policy, () -> kept.queuePolicy(queue));
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
        policy,
        null);
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
        "function-" + plain(name) + ".json",
        "The permissions for notifications to invoke function " + function,
        String.join("\n", commands),
        policy,
        null);
  }

  private static @Nullable String tooLong(PolicySize size, int length) {
    return length <= size.max()
        ? null
        : "it has %d characters, and AWS accepts %d; use fewer prefixes or several principals"
            .formatted(length, size.max());
  }

  private void add(
      String file,
      String about,
      @Nullable String command,
      IamPolicy policy,
      @Nullable String problem) {
    documents.add(new Document(file, about, command, policy.toJson(PRETTY), problem));
  }

  /**
   * Returns a file name such as {@code role-s3sync.json}; it contains the account if another
   * account has a principal of the same name.
   */
  private String file(String who) {
    String file = kind(who) + "-" + name(who) + ".json";
    if (documents.stream().noneMatch(document -> document.file().endsWith(file))) {
      return file;
    }
    String account = Arn.fromString(who).accountId().orElse("");
    return kind(who) + "-" + account + "-" + name(who) + ".json";
  }

  /** Returns {@code role} or {@code user}. */
  private static String kind(String who) {
    return Arn.fromString(who).resource().resourceType().orElse("");
  }

  private static String name(String who) {
    return who.substring(who.lastIndexOf('/') + 1);
  }

  private static String plain(String name) {
    return name.replaceAll("[^A-Za-z0-9._-]+", "-");
  }
}
