package io.github.s3sync.setup.policy;

import io.github.s3sync.rule.Access;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRules;
import io.github.s3sync.rule.Destination;
import io.github.s3sync.rule.Encryption;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.arns.Arn;

/**
 * Collects what rules do not say about accounts, keys and principals. Not for use by several
 * threads.
 *
 * @since 0.1.0
 */
public final class SyncPoliciesBuilder {

  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

  final CopyRules rules;
  private final String principal;
  private final Map<String, String> accounts = new HashMap<>();
  private final Map<String, String> keys = new HashMap<>();
  private final Map<String, String> credentials = new HashMap<>();

  SyncPoliciesBuilder(CopyRules rules, String principal) {
    this.rules = Objects.requireNonNull(rules, "rules");
    this.principal = principalArn("principal", principal);
  }

  /**
   * Says whose a bucket is. Not needed where a rule says so, by {@code sourceOwner} or {@code
   * expectedOwner}.
   *
   * @param bucket the bucket's name
   * @param accountId the 12 digits of its account
   * @return this
   * @throws IllegalArgumentException if that is no account id
   */
  public SyncPoliciesBuilder account(String bucket, String accountId) {
    if (!ACCOUNT.matcher(accountId).matches()) {
      throw new IllegalArgumentException(
          "account of bucket '" + bucket + "' is '" + accountId + "', expected 12 digits");
    }
    accounts.put(bucket, accountId);
    return this;
  }

  /**
   * Says which KMS key a bucket's objects are encrypted with by default. Not needed for a
   * destination whose rule names a key.
   *
   * @param bucket the bucket's name
   * @param keyArn the key's ARN
   * @return this
   * @throws IllegalArgumentException if that is no ARN of a KMS key
   */
  public SyncPoliciesBuilder key(String bucket, String keyArn) {
    keys.put(bucket, checkKey("key of bucket '" + bucket + "'", keyArn));
    return this;
  }

  /**
   * Says whose credentials a name in a rule stands for.
   *
   * @param name the name, as {@code Destination.credentials} has it
   * @param principalArn the ARN of the user or role
   * @return this
   * @throws IllegalArgumentException if that is no such ARN
   */
  public SyncPoliciesBuilder credentials(String name, String principalArn) {
    credentials.put(name, principalArn("credentials '" + name + "'", principalArn));
    return this;
  }

  /**
   * Works out the policies.
   *
   * @return the policies
   * @throws IllegalArgumentException if the account of a bucket, the ARN of a key or the principal
   *     behind a name is not known; the message names it
   */
  public SyncPolicies build() {
    return new SyncPolicies(this);
  }

  /** Who makes the copies. */
  String principal(CopyRule rule, Access access) {
    return access.role() != null
        ? principalArn("rule '" + rule.name() + "': role", access.role().arn())
        : assuming(rule, access);
  }

  /** Who begins, before a role is assumed. */
  String assuming(CopyRule rule, Access access) {
    String name = access.credentials();
    if (name == null) {
      return principal;
    }
    String known = credentials.get(name);
    if (known == null) {
      throw new IllegalArgumentException(
          "rule '"
              + rule.name()
              + "': it is not known whose the credentials '"
              + name
              + "' are, expected the principal's ARN as credentials '"
              + name
              + "'");
    }
    return known;
  }

  String accountOf(String bucket) {
    if (bucket.startsWith("arn:")) {
      return Arns.account(Arn.fromString(bucket));
    }
    String account = accounts.get(bucket);
    if (account == null) {
      account = owner(bucket);
    }
    if (account == null) {
      throw new IllegalArgumentException(
          "the account of bucket '"
              + bucket
              + "' is not known, expected its 12 digits as account of '"
              + bucket
              + "', or in a rule (sourceOwner, expectedOwner)");
    }
    return account;
  }

  private @Nullable String owner(String bucket) {
    for (CopyRule rule : rules.rules()) {
      if (rule.sourceBucket().equals(bucket) && rule.sourceOwner() != null) {
        return rule.sourceOwner();
      }
      for (Destination destination : rule.destinations()) {
        if (destination.bucket().equals(bucket) && destination.expectedOwner() != null) {
          return destination.expectedOwner();
        }
      }
    }
    return null;
  }

  @Nullable String keyOf(String bucket) {
    return keys.get(bucket);
  }

  /** Null where S3 has keys of its own, for which nobody needs a permission. */
  @Nullable String keyArn(CopyRule rule, Encryption encryption) {
    if (encryption.algorithm().equals("AES256")) {
      return null;
    }
    String field = "rule '" + rule.name() + "': encryption.kmsKeyId";
    if (encryption.kmsKeyId() == null) {
      // AWS's own key aws/s3, which its account may use through S3 and no other can.
      return null;
    }
    return checkKey(field, encryption.kmsKeyId());
  }

  static String checkKey(String field, String arn) {
    Arn parsed = Arns.parse(field, arn);
    if (!parsed.service().equals("kms") || !parsed.resourceAsString().startsWith("key/")) {
      throw new IllegalArgumentException(
          field
              + " is '"
              + arn
              + "', expected a key's ARN, such as"
              + " arn:aws:kms:eu-west-1:111122223333:key/1234abcd-…; no policy can name an alias");
    }
    return arn;
  }

  private static String principalArn(String field, String arn) {
    Arn parsed = Arns.parse(field, arn);
    boolean known =
        parsed.service().equals("iam")
            && (parsed.resourceAsString().startsWith("role/")
                || parsed.resourceAsString().startsWith("user/"));
    if (!known) {
      throw new IllegalArgumentException(
          field
              + " is '"
              + arn
              + "', expected the ARN of an IAM role or user, such as"
              + " arn:aws:iam::111122223333:role/s3sync");
    }
    return arn;
  }
}
