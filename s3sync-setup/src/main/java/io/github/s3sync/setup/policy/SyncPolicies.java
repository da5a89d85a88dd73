package io.github.s3sync.setup.policy;

import io.github.s3sync.destination.Destination;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import software.amazon.awssdk.arns.Arn;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;
import software.amazon.awssdk.policybuilder.iam.IamPrincipalType;

/**
 * Generates the policies that a set of rules needs, each with exactly the actions that its features
 * require. The same rules give the same text, so that policies can be kept next to the code and
 * compared.
 *
 * <p>A principal's own policy must allow every action; in another account, the policies of the
 * bucket and of the key must allow it as well. Immutable; safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class SyncPolicies {

  private final SyncPoliciesBuilder accounts;
  private final List<Grant> grants;

  /** The grants on resources of another account than the principal's. */
  private final List<Grant> foreign;

  SyncPolicies(SyncPoliciesBuilder accounts) {
    this.accounts = accounts;
    this.grants = List.copyOf(new RequiredActions(accounts).of(accounts.rules.rules()));
    this.foreign = grants.stream().filter(this::isForeign).toList();
  }

  /**
   * Returns a new builder.
   *
   * @param rules the rules
   * @param principalArn the ARN of the role or user that runs s3sync: the role of the Lambda
   *     function, of the task or of the pod
   * @return the builder
   * @throws IllegalArgumentException if it is not the ARN of a role or user
   */
  public static SyncPoliciesBuilder of(CopyRules rules, String principalArn) {
    return new SyncPoliciesBuilder(rules, principalArn);
  }

  /**
   * Returns the policy of each principal: the principal that runs s3sync, the roles of
   * destinations, and the owners of named credentials.
   *
   * @return policies by the principal's ARN, in the order of the ARNs
   */
  public SortedMap<String, IamPolicy> identities() {
    SortedMap<String, IamPolicy> policies = new TreeMap<>();
    by(Grant::principal, grants)
        .forEach(
            (principal, needed) ->
                policies.put(principal, new Statements().add(needed, each -> each).policy()));
    return policies;
  }

  /**
   * Returns the actions that one destination of a rule needs. Stores other than S3 need none.
   *
   * @param rule one of the rules
   * @param destination one of its destinations
   * @return the grants, sorted
   */
  public List<Grant> grants(CopyRule rule, Destination destination) {
    return List.copyOf(new RequiredActions(accounts).of(rule, destination));
  }

  /**
   * Returns the policy that allows a grant on the side of the principal.
   *
   * @param grant the grant
   * @return a policy of one statement
   */
  public IamPolicy identity(Grant grant) {
    return new Statements().add(List.of(grant), each -> each).policy();
  }

  /**
   * Returns the policy that allows a grant on the side of the bucket or key, if it belongs to
   * another account, or of the role, which always needs one.
   *
   * @param grant the grant
   * @return a policy of one statement, for the grant's {@code holder}; empty if the policy of the
   *     principal is sufficient
   */
  public Optional<IamPolicy> holder(Grant grant) {
    if (grant.purpose() == Purpose.ASSUME_ROLES) {
      return Optional.ofNullable(trust().get(grant.resource()));
    }
    if (!isForeign(grant)) {
      return Optional.empty();
    }
    return Optional.of(
        new Statements()
            .add(List.of(grant), each -> each.addPrincipal(IamPrincipalType.AWS, grant.principal()))
            .policy());
  }

  /**
   * Returns the policy of each bucket that a principal of another account uses.
   *
   * @return policies by bucket name, in the order of the names
   */
  public SortedMap<String, IamPolicy> buckets() {
    return ofHolders(SyncPolicies::isBucket);
  }

  /**
   * Returns the statements to add to the policy of each KMS key that a principal of another account
   * uses. Within the key's account none are needed if the key policy delegates to IAM, as AWS's
   * default key policy does.
   *
   * @return statements as a policy by the key's ARN, in the order of the ARNs
   */
  public SortedMap<String, IamPolicy> keys() {
    return ofHolders(grant -> grant.purpose() == Purpose.USE_KEYS);
  }

  /**
   * Returns the trust policy of each role that a rule names: who may assume it, and with which
   * external id.
   *
   * @return policies by the role's ARN, in the order of the ARNs
   */
  public SortedMap<String, IamPolicy> trust() {
    SortedMap<String, IamPolicy> policies = new TreeMap<>();
    List<Grant> assumed =
        grants.stream().filter(grant -> grant.purpose() == Purpose.ASSUME_ROLES).toList();
    by(Grant::resource, assumed)
        .forEach(
            (role, needed) ->
                policies.put(
                    role,
                    TrustPolicy.of(role, by(Grant::principal, needed).keySet(), accounts.rules)));
    return policies;
  }

  /**
   * Returns the account that owns a bucket of the rules.
   *
   * @param bucket the bucket's name, or an access point's ARN
   * @return the 12 digits of the account
   * @throws IllegalArgumentException if the account is not known
   */
  public String accountOf(String bucket) {
    return accounts.accountOf(bucket);
  }

  /**
   * Returns the policies of the queues, topics, functions and keys that notifications pass on their
   * way.
   *
   * @return the policies
   */
  public NotificationPolicies notifications() {
    return new NotificationPolicies(accounts);
  }

  /**
   * Returns the policy of a queue, topic or function that S3 sends notifications to.
   *
   * @param targetArn the ARN of an SQS queue, an SNS topic or a Lambda function
   * @return the policy, see {@link NotificationPolicies#fromS3}
   * @throws IllegalArgumentException if it is not such an ARN
   */
  public IamPolicy delivery(String targetArn) {
    return notifications().fromS3(targetArn);
  }

  /**
   * Returns the additional policy that the principal needs to receive notifications from a queue.
   *
   * @param queueArn the ARN of an SQS queue
   * @return the policy, see {@link NotificationPolicies#polling}
   * @throws IllegalArgumentException if it is not such an ARN
   */
  public IamPolicy polling(String queueArn) {
    return notifications().polling(queueArn, null);
  }

  /**
   * Describes each policy that is longer than AWS accepts, even if the policies of a principal are
   * split into managed policies.
   *
   * @return a sentence for each, without a full stop; empty if all can be applied
   */
  public List<String> tooLong() {
    List<String> problems = new ArrayList<>();
    identities()
        .forEach(
            (principal, policy) -> {
              int parts = PolicySize.MANAGED.split(policy).size();
              if (parts > PolicySize.MAX_MANAGED_POLICIES) {
                problems.add(
                    "%s needs %d managed policies, and AWS accepts %d by default"
                        .formatted(principal, parts, PolicySize.MAX_MANAGED_POLICIES));
              }
            });
    tooLong("the trust policy of role", PolicySize.TRUST, trust(), problems);
    tooLong("the policy of bucket", PolicySize.BUCKET, buckets(), problems);
    tooLong("the policy of KMS key", PolicySize.KEY, keys(), problems);
    return problems;
  }

  private static void tooLong(
      String what, PolicySize size, SortedMap<String, IamPolicy> policies, List<String> problems) {
    policies.forEach(
        (name, policy) -> {
          if (!size.accepts(policy)) {
            problems.add(
                "%s %s has %d characters, and AWS accepts %d: use fewer prefixes or several principals"
                    .formatted(what, name, PolicySize.of(policy), size.max()));
          }
        });
  }

  /** Returns the policies of resources in other accounts. */
  private SortedMap<String, IamPolicy> ofHolders(Predicate<Grant> which) {
    SortedMap<String, IamPolicy> policies = new TreeMap<>();
    by(Grant::holder, foreign.stream().filter(which).toList())
        .forEach(
            (holder, needed) -> {
              Statements statements = new Statements();
              by(Grant::principal, needed)
                  .forEach(
                      (principal, its) ->
                          statements.add(
                              its, each -> each.addPrincipal(IamPrincipalType.AWS, principal)));
              policies.put(holder, statements.policy());
            });
    return policies;
  }

  private static boolean isBucket(Grant grant) {
    return grant.purpose() != Purpose.USE_KEYS && grant.purpose() != Purpose.ASSUME_ROLES;
  }

  /** Returns whether the resource belongs to another account than the principal that uses it. */
  private boolean isForeign(Grant grant) {
    String owner =
        isBucket(grant)
            ? accounts.accountOf(grant.holder())
            : Arns.account(Arn.fromString(grant.holder()));
    return !owner.equals(Arns.account(Arn.fromString(grant.principal())));
  }

  private static SortedMap<String, List<Grant>> by(
      Function<Grant, String> part, List<Grant> grants) {
    return grants.stream().collect(Collectors.groupingBy(part, TreeMap::new, Collectors.toList()));
  }
}
