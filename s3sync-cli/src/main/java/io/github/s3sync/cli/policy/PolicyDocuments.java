package io.github.s3sync.cli.policy;

import io.github.s3sync.cli.output.Json;
import io.github.s3sync.setup.policy.PolicySize;
import io.github.s3sync.setup.policy.SyncPolicies;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.arns.Arn;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;

/** Creates policies, each with the command that applies it. */
final class PolicyDocuments {

  private final String principal;
  private final DeliveryDocuments delivery;
  private final @Nullable ExistingSettings existing;
  private final List<Document> documents = new ArrayList<>();

  private PolicyDocuments(
      String principal, DeliveryDocuments delivery, @Nullable ExistingSettings existing) {
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
    PolicyDocuments all =
        new PolicyDocuments(
            principal, new DeliveryDocuments(policies, principal, delivery, existing), existing);
    policies.trust().forEach(all::trust);
    policies.identities().forEach(all::identity);
    policies.buckets().forEach(all::bucket);
    policies.keys().forEach(all::key);
    all.documents.addAll(all.delivery.documents());
    return all.documents;
  }

  private void trust(String role, IamPolicy policy) {
    String file = "trust-" + file(role);
    add(
        file,
        "The trust policy of role " + role + "; replaces its trust policy",
        "aws iam update-assume-role-policy --role-name %s --policy-document file://%s"
            .formatted(PolicyNames.name(role), file),
        policy,
        tooLong(PolicySize.TRUST, PolicySize.of(policy)));
  }

  private void identity(String who, IamPolicy policy) {
    PolicySize inline =
        PolicyNames.kind(who).equals("user")
            ? PolicySize.INLINE_OF_USER
            : PolicySize.INLINE_OF_ROLE;
    String file = file(who);
    // The inline policies of a principal share one quota, including the policy of the poller.
    int others = who.equals(principal) ? delivery.pollingSize() : 0;
    if (PolicySize.of(policy) + others <= inline.max()) {
      add(file, "The policy of " + who, PolicyNames.putPolicy(who, "s3sync", file), policy, null);
      return;
    }
    List<IamPolicy> parts = PolicySize.MANAGED.split(policy);
    for (int i = 0; i < parts.size(); i++) {
      String name = "s3sync-" + PolicyNames.name(who) + "-" + (i + 1);
      String part = file.replace(".json", "-" + (i + 1) + ".json");
      add(
          part,
          "The policy of %s, part %d of %d, as a managed policy"
              .formatted(who, i + 1, parts.size()),
          "aws iam attach-%s-policy --%s-name %s --policy-arn \"$(aws iam create-policy --policy-name %s --policy-document file://%s --query Policy.Arn --output text)\""
              .formatted(
                  PolicyNames.kind(who), PolicyNames.kind(who), PolicyNames.name(who), name, part),
          parts.get(i),
          i < PolicySize.MAX_MANAGED_POLICIES
              ? null
              : "AWS accepts %d managed policies for a principal by default; use fewer prefixes or several principals"
                  .formatted(PolicySize.MAX_MANAGED_POLICIES));
    }
  }

  private void bucket(String bucket, IamPolicy policy) {
    String file = "bucket-" + PolicyNames.plain(bucket) + ".json";
    boolean accessPoint = bucket.startsWith("arn:");
    ExistingSettings kept = accessPoint ? null : existing;
    MergedText merged =
        kept == null
            ? new MergedText(policy.toJson(Document.PRETTY), null)
            : MergedText.of(policy, () -> kept.bucketPolicy(bucket));
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

  private void key(String key, IamPolicy policy) {
    String file = "key-" + PolicyNames.plain(Arn.fromString(key).resource().resource()) + ".json";
    add(
        file,
        "The statements to add to the policy of KMS key " + key,
        null,
        policy,
        tooLong(PolicySize.KEY, PolicySize.of(policy)));
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
    documents.add(Document.of(file, about, command, policy, problem));
  }

  /**
   * Returns a file name such as {@code role-s3sync.json}; it contains the account if another
   * account has a principal of the same name.
   */
  private String file(String who) {
    String file = PolicyNames.kind(who) + "-" + PolicyNames.name(who) + ".json";
    if (documents.stream().noneMatch(document -> document.file().endsWith(file))) {
      return file;
    }
    String account = Arn.fromString(who).accountId().orElse("");
    return PolicyNames.kind(who) + "-" + account + "-" + PolicyNames.name(who) + ".json";
  }
}
