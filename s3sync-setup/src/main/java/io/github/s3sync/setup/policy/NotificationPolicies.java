package io.github.s3sync.setup.policy;

import io.github.s3sync.rule.CopyRule;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.arns.Arn;
import software.amazon.awssdk.policybuilder.iam.IamConditionOperator;
import software.amazon.awssdk.policybuilder.iam.IamEffect;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;
import software.amazon.awssdk.policybuilder.iam.IamPrincipalType;
import software.amazon.awssdk.policybuilder.iam.IamStatement;

/**
 * Generates the policies of the queues, topics, functions and KMS keys that notifications pass on
 * their way from the source buckets of a set of rules. Each policy names both the resource and the
 * account that notifications come from. A bucket's ARN contains no account, and another account can
 * later own a bucket of the same name.
 *
 * <p>Immutable; safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class NotificationPolicies {

  private final SyncPoliciesBuilder accounts;

  NotificationPolicies(SyncPoliciesBuilder accounts) {
    this.accounts = accounts;
  }

  /**
   * Returns the policy of a queue, topic or function that S3 sends notifications to.
   *
   * @param targetArn the ARN of an SQS queue, an SNS topic or a Lambda function
   * @return the policy, with a statement for each account that owns source buckets
   * @throws IllegalArgumentException if it is not such an ARN
   * @see <a href=
   *     "https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html">Granting
   *     permissions to publish event notification messages</a>
   */
  public IamPolicy fromS3(String targetArn) {
    Arn target = Arns.parse("target", targetArn);
    return fromBuckets(List.of(Target.of(target).action()), targetArn, target.partition());
  }

  /**
   * Returns the statements to add to the policy of the KMS key that encrypts the queue or topic, so
   * that S3 can send to it. S3 cannot use the keys that AWS manages, such as {@code alias/aws/sqs}.
   *
   * @param keyArn the ARN of the key
   * @return the statements as a policy
   * @throws IllegalArgumentException if that is not the ARN of a KMS key
   * @see <a href=
   *     "https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html">Granting
   *     permissions to publish event notification messages: AWS KMS key policy</a>
   */
  public IamPolicy keyFromS3(String keyArn) {
    Arn key = Arn.fromString(SyncPoliciesBuilder.checkKey("queue key", keyArn));
    return fromBuckets(List.of("kms:GenerateDataKey", "kms:Decrypt"), "*", key.partition());
  }

  /**
   * Returns the statement to add to the policy of the KMS key that encrypts the queue, so that SNS
   * or EventBridge can send to it.
   *
   * @param keyArn the ARN of the key
   * @param service {@code sns.amazonaws.com} or {@code events.amazonaws.com}
   * @return the statement as a policy
   * @throws IllegalArgumentException if that is not the ARN of a KMS key
   * @see <a href=
   *     "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html">Key
   *     management: enabling compatibility between event sources from AWS services and encrypted
   *     queues</a>
   */
  public IamPolicy keyFromService(String keyArn, String service) {
    SyncPoliciesBuilder.checkKey("queue key", keyArn);
    return IamPolicy.builder()
        .addStatement(
            allow(
                    "NotificationsOfService",
                    service,
                    List.of("kms:GenerateDataKey", "kms:Decrypt"),
                    "*")
                .build())
        .build();
  }

  private IamPolicy fromBuckets(List<String> actions, String resource, String partition) {
    IamPolicy.Builder policy = IamPolicy.builder();
    bucketsByAccount(partition)
        .forEach(
            (account, buckets) ->
                policy.addStatement(
                    allow("NotificationsOf" + account, "s3.amazonaws.com", actions, resource)
                        .addConditions(IamConditionOperator.ARN_LIKE, "aws:SourceArn", buckets)
                        .addCondition(
                            IamConditionOperator.STRING_EQUALS, "aws:SourceAccount", account)
                        .build()));
    return policy.build();
  }

  private SortedMap<String, SortedSet<String>> bucketsByAccount(String partition) {
    SortedMap<String, SortedSet<String>> buckets = new TreeMap<>();
    for (CopyRule rule : accounts.rules.rules()) {
      buckets
          .computeIfAbsent(accounts.accountOf(rule.sourceBucket()), a -> new TreeSet<>())
          .add(Arns.bucket(partition, rule.sourceBucket()));
    }
    return buckets;
  }

  /**
   * Returns the policy of a queue that is subscribed to an SNS topic.
   *
   * @param queueArn the ARN of the queue
   * @param topicArn the ARN of the topic that S3 sends notifications to
   * @return the policy
   * @throws IllegalArgumentException if one is not such an ARN
   * @see <a href=
   *     "https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html">Subscribing
   *     an Amazon SQS queue to an Amazon SNS topic</a>
   */
  public IamPolicy fromTopic(String queueArn, String topicArn) {
    require(queueArn, "queue", Target.QUEUE, "an SQS queue");
    require(topicArn, "topic", Target.TOPIC, "an SNS topic");
    return IamPolicy.builder()
        .addStatement(
            allow(
                    "NotificationsOfTopic",
                    "sns.amazonaws.com",
                    List.of(Target.QUEUE.action()),
                    queueArn)
                .addCondition(IamConditionOperator.ARN_EQUALS, "aws:SourceArn", topicArn)
                .build())
        .build();
  }

  /**
   * Returns the policy of a queue, topic or function that is a target of the EventBridge rules that
   * {@link BucketNotifications#eventBridge()} describes, in the Region of the target and the
   * account of the bucket, under the names of {@link BucketNotifications#ruleName}.
   *
   * @param targetArn the ARN of the target
   * @return the policy
   * @throws IllegalArgumentException if it is not the ARN of a queue, topic or function
   * @see <a href=
   *     "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html">Using
   *     resource-based policies for Amazon EventBridge</a>
   */
  public IamPolicy fromEventBridge(String targetArn) {
    Arn target = Arns.parse("target", targetArn);
    SortedSet<String> rules = new TreeSet<>();
    for (CopyRule rule : accounts.rules.rules()) {
      rules.add(
          "arn:%s:events:%s:%s:rule/%s"
              .formatted(
                  target.partition(),
                  target.region().orElse("*"),
                  accounts.accountOf(rule.sourceBucket()),
                  BucketNotifications.ruleName(rule.sourceBucket())));
    }
    return IamPolicy.builder()
        .addStatement(
            allow(
                    "NotificationsOfEventBridge",
                    "events.amazonaws.com",
                    List.of(Target.of(target).action()),
                    targetArn)
                .addConditions(IamConditionOperator.ARN_EQUALS, "aws:SourceArn", rules)
                .build())
        .build();
  }

  /**
   * Returns what the principal needs in addition to receive notifications from a queue, with the
   * poller of {@code s3sync-sqs} or as a Lambda function. Both need {@code sqs:GetQueueAttributes}
   * and {@code sqs:SendMessage} only for copies that take more receives than the queue allows: they
   * send such a message once more.
   *
   * @param queueArn the ARN of an SQS queue
   * @param keyArn the ARN of the KMS key that encrypts the queue; null if none does
   * @return the policy
   * @throws IllegalArgumentException if one is not such an ARN
   */
  public IamPolicy polling(String queueArn, @Nullable String keyArn) {
    require(queueArn, "queue", Target.QUEUE, "an SQS queue");
    IamPolicy.Builder policy =
        IamPolicy.builder()
            .addStatement(
                statement ->
                    statement
                        .sid("TakeNotifications")
                        .effect(IamEffect.ALLOW)
                        .addAction("sqs:ReceiveMessage")
                        .addAction("sqs:DeleteMessage")
                        .addAction("sqs:ChangeMessageVisibility")
                        .addAction("sqs:GetQueueAttributes")
                        .addAction("sqs:SendMessage")
                        .addResource(queueArn));
    if (keyArn != null) {
      policy.addStatement(
          statement ->
              statement
                  .sid("DecryptNotifications")
                  .effect(IamEffect.ALLOW)
                  .addAction("kms:Decrypt")
                  .addResource(SyncPoliciesBuilder.checkKey("queue key", keyArn)));
    }
    return policy.build();
  }

  private static void require(String arn, String field, Target expected, String what) {
    if (Target.of(Arns.parse(field, arn)) != expected) {
      throw new IllegalArgumentException(field + " is '" + arn + "', expected the ARN of " + what);
    }
  }

  private static IamStatement.Builder allow(
      String sid, String service, List<String> actions, String resource) {
    IamStatement.Builder statement =
        IamStatement.builder()
            .sid(sid)
            .effect(IamEffect.ALLOW)
            .addPrincipal(IamPrincipalType.SERVICE, service)
            .addResource(resource);
    actions.forEach(statement::addAction);
    return statement;
  }
}
