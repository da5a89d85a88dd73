package io.github.s3sync.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.s3sync.policy.SyncPolicies;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.arns.Arn;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;
import software.amazon.awssdk.policybuilder.iam.IamPolicyWriter;

/** Policies, each with the command that makes it known. */
final class PolicyDocuments {

  /**
   * What AWS takes, without white space: of inline policies together, and of a bucket's policy.
   *
   * @see <a href= "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html">IAM
   *     and STS quotas</a>
   * @see <a href=
   *     "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html">Bucket
   *     policies for Amazon S3</a>
   */
  private static final int MOST_OF_ROLE = 10_240;

  private static final int MOST_OF_USER = 2_048;
  private static final int MOST_OF_BUCKET = 20_480;

  private static final IamPolicyWriter PRETTY = IamPolicyWriter.builder().prettyPrint(true).build();

  private final List<Document> documents = new ArrayList<>();

  private PolicyDocuments() {}

  /** In the order in which they are applied: first who is trusted, last what begins the work. */
  static List<Document> of(SyncPolicies policies, String principal, @Nullable String target) {
    PolicyDocuments all = new PolicyDocuments();
    policies.trust().forEach(all::trust);
    policies.identities().forEach(all::identity);
    policies.buckets().forEach(all::bucket);
    policies.keys().forEach(all::key);
    if (target != null) {
      all.delivery(target, policies.delivery(target));
      if (Arn.fromString(target).service().equals("sqs")) {
        all.polling(principal, target, policies.polling(target));
      }
    }
    return all.documents;
  }

  private void trust(String role, IamPolicy policy) {
    String file = "trust-" + file(role);
    add(
        file,
        "Who may assume " + role + "; replaces who may now",
        "aws iam update-assume-role-policy --role-name %s --policy-document file://%s"
            .formatted(name(role), file),
        policy);
  }

  private void identity(String principal, IamPolicy policy) {
    String file = file(principal);
    int most = kind(principal).equals("user") ? MOST_OF_USER : MOST_OF_ROLE;
    String about = "What " + principal + " may do" + tooLong(policy, most);
    add(file, about, putPolicy(principal, "s3sync", file), policy);
  }

  private void polling(String principal, String queue, IamPolicy policy) {
    String file = "polling-" + Arn.fromString(queue).resource().resource() + ".json";
    String about =
        "What "
            + principal
            + " may do besides, if it runs the poller; with S3SYNC_DEAD_LETTER_QUEUE_URL,"
            + " sqs:SendMessage on that queue, too";
    add(file, about, putPolicy(principal, "s3sync-polling", file), policy);
  }

  private static String putPolicy(String principal, String name, String file) {
    return "aws iam put-%s-policy --%s-name %s --policy-name %s --policy-document file://%s"
        .formatted(kind(principal), kind(principal), name(principal), name, file);
  }

  private void bucket(String bucket, IamPolicy policy) {
    String file = "bucket-" + plain(bucket) + ".json";
    boolean accessPoint = bucket.startsWith("arn:");
    add(
        file,
        "The policy of bucket "
            + bucket
            + ", as its account; replaces the policy that it has, whose statements have to be put"
            + " beside these"
            + tooLong(policy, MOST_OF_BUCKET),
        accessPoint
            ? null
            : "aws s3api put-bucket-policy --bucket %s --policy file://%s".formatted(bucket, file),
        policy);
  }

  private void key(String key, IamPolicy policy) {
    String file = "key-" + plain(Arn.fromString(key).resource().resource()) + ".json";
    add(file, "What has to be added to the policy of KMS key " + key, null, policy);
  }

  private void delivery(String target, IamPolicy policy) {
    Arn arn = Arn.fromString(target);
    String name = arn.resource().resource();
    switch (arn.service()) {
      case "sqs" -> {
        String file = "queue-" + name + ".json";
        // The AWS CLI takes a policy as one of a queue's attributes, as text within JSON.
        JsonNode attributes = Json.MAPPER.createObjectNode().put("Policy", policy.toJson());
        documents.add(
            new Document(
                file,
                "The policy of queue " + target + " among its attributes; replaces that it has",
                "aws sqs set-queue-attributes --queue-url \"$(aws sqs get-queue-url --queue-name"
                    + " %s --query QueueUrl --output text)\" --attributes file://%s"
                        .formatted(name, file),
                Json.text(attributes)));
      }
      case "sns" -> {
        String file = "topic-" + name + ".json";
        add(
            file,
            "The policy of topic " + target + "; replaces the policy that it has",
            "aws sns set-topic-attributes --topic-arn %s --attribute-name Policy --attribute-value file://%s"
                .formatted(target, file),
            policy);
      }
      default ->
          add(
              "function-" + plain(name) + ".json",
              "What S3 has to be allowed, with aws lambda add-permission, of function " + target,
              null,
              policy);
    }
  }

  private static String tooLong(IamPolicy policy, int most) {
    int length = policy.toJson().length();
    return length <= most
        ? ""
        : "; TOO LONG: it has %d characters, and AWS takes %d: fewer prefixes, or several principals"
            .formatted(length, most);
  }

  private void add(String file, String about, @Nullable String command, IamPolicy policy) {
    documents.add(new Document(file, about, command, policy.toJson(PRETTY)));
  }

  /** Such as {@code role-s3sync.json}; the account too, where another has one of that name. */
  private String file(String principal) {
    String file = kind(principal) + "-" + name(principal) + ".json";
    if (documents.stream().noneMatch(document -> document.file().endsWith(file))) {
      return file;
    }
    String account = Arn.fromString(principal).accountId().orElse("");
    return kind(principal) + "-" + account + "-" + name(principal) + ".json";
  }

  /** Either {@code role} or {@code user}. */
  private static String kind(String principal) {
    return Arn.fromString(principal).resource().resourceType().orElse("");
  }

  private static String name(String principal) {
    return principal.substring(principal.lastIndexOf('/') + 1);
  }

  private static String plain(String name) {
    return name.replaceAll("[^A-Za-z0-9._-]+", "-");
  }
}
