package io.github.s3sync.setup.policy;

import io.github.s3sync.destination.Access;
import io.github.s3sync.destination.Destination;
import io.github.s3sync.option.Encryption;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRules;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.arns.Arn;

/**
 * Builds {@link SyncPolicies} from the accounts, keys and principals that rules do not contain. Not
 * safe for use by several threads.
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
   * Sets the account that owns a bucket. Not needed if a rule contains it, as {@code sourceOwner}
   * or {@code expectedOwner}.
   *
   * @param bucket the bucket's name
   * @param accountId the 12 digits of its account
   * @return this
   * @throws IllegalArgumentException if it is not an account id
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
   * Sets the KMS key that encrypts a bucket's objects by default. Not needed for a destination
   * whose rule names a key.
   *
   * @param bucket the bucket's name
   * @param keyArn the key's ARN
   * @return this
   * @throws IllegalArgumentException if it is not the ARN of a KMS key
   */
  public SyncPoliciesBuilder key(String bucket, String keyArn) {
    keys.put(bucket, checkKey("key of bucket '" + bucket + "'", keyArn));
    return this;
  }

  /**
   * Sets the principal that owns the credentials that a rule refers to by name.
   *
   * @param name the name, as in {@code Destination.credentials}
   * @param principalArn the ARN of the user or role
   * @return this
   * @throws IllegalArgumentException if it is not the ARN of a role or user
   */
  public SyncPoliciesBuilder credentials(String name, String principalArn) {
    credentials.put(name, principalArn("credentials '" + name + "'", principalArn));
    return this;
  }

  /**
   * Returns the policies.
   *
   * @return the policies
   * @throws IllegalArgumentException if the account of a bucket, the ARN of a key or the principal
   *     of named credentials is not known; the message names it
   */
  public SyncPolicies build() {
    return new SyncPolicies(this);
  }

  /** Returns the principal that makes the copies. */
  String principal(CopyRule rule, Access access) {
    return access.role() != null
        ? principalArn("rule '" + rule.name() + "': role", access.role().arn())
        : assuming(rule, access);
  }

  /** Returns the principal that acts before a role is assumed. */
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
              + "': the principal of the credentials '"
              + name
              + "' is not known, expected its ARN as credentials '"
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

  /** Returns null if S3's own keys are used, which require no permission. */
  @Nullable String keyArn(CopyRule rule, Encryption encryption) {
    if (encryption.algorithm().equals("AES256")) {
      return null;
    }
    String field = "rule '" + rule.name() + "': encryption.kmsKeyId";
    if (encryption.kmsKeyId() == null) {
      // AWS's own key aws/s3: its account can use it through S3, and other accounts cannot.
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
              + " arn:aws:kms:eu-west-1:111122223333:key/1234abcd-…; a policy cannot contain an"
              + " alias");
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
