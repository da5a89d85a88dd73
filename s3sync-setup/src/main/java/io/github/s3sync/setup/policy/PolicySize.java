package io.github.s3sync.setup.policy;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;
import software.amazon.awssdk.policybuilder.iam.IamResource;
import software.amazon.awssdk.policybuilder.iam.IamStatement;

/**
 * Lists the sizes of policies that AWS accepts, in characters without white space, and splits a
 * policy that is larger.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html">IAM and
 *     STS quotas</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html">Bucket
 *     policies for Amazon S3</a>
 * @see <a href=
 *     "https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html">Resource quotas:
 *     key policy document size</a>
 * @since 0.1.0
 */
public enum PolicySize {
  /** All inline policies of a role together. */
  INLINE_OF_ROLE(10_240),
  /** All inline policies of a user together. */
  INLINE_OF_USER(2_048),
  /** One managed policy. */
  MANAGED(6_144),
  /** The policy that defines who may assume a role; the quota can be raised. */
  TRUST(2_048),
  /** The policy of a bucket. */
  BUCKET(20_480),
  /** The policy of a KMS key, in bytes. */
  KEY(32_768);

  /** The number of managed policies that a principal can have by default. */
  public static final int MAX_MANAGED_POLICIES = 10;

  private final int max;

  PolicySize(int max) {
    this.max = max;
  }

  /**
   * Returns the maximum size that AWS accepts.
   *
   * @return the number of characters without white space
   */
  public int max() {
    return max;
  }

  /**
   * Returns whether AWS accepts a policy of this kind.
   *
   * @param policy the policy
   * @return true if it has at most {@link #max()} characters
   */
  public boolean accepts(IamPolicy policy) {
    return of(policy) <= max;
  }

  /**
   * Returns the size of a policy as AWS counts it.
   *
   * @param policy the policy
   * @return its number of characters without white space
   */
  public static int of(IamPolicy policy) {
    return policy.toJson().length();
  }

  /**
   * Splits a policy into the smallest number of policies that AWS accepts. Statements are split
   * between their resources.
   *
   * @param policy the policy
   * @return the policies, which together allow what the policy allows; the policy itself if it is
   *     accepted
   * @throws IllegalArgumentException if a statement with one resource is too long
   */
  public List<IamPolicy> split(IamPolicy policy) {
    List<IamPolicy> done = new ArrayList<>();
    List<IamStatement> current = new ArrayList<>();
    for (IamStatement statement : policy.statements()) {
      IamStatement rest = statement;
      while (!rest.resources().isEmpty()) {
        int fitting = fitting(current, rest);
        if (fitting > 0) {
          current.add(with(rest, rest.resources().subList(0, fitting)));
          rest = with(rest, rest.resources().subList(fitting, rest.resources().size()));
        } else if (current.isEmpty()) {
          throw new IllegalArgumentException(
              "a statement about "
                  + rest.resources().get(0).value()
                  + " is longer than the "
                  + max
                  + " characters that AWS accepts");
        }
        if (!rest.resources().isEmpty()) {
          done.add(policy(current));
          current = new ArrayList<>();
        }
      }
    }
    done.add(policy(current));
    return done;
  }

  /** Returns how many of a statement's resources can be added to the others, by bisection. */
  private int fitting(List<IamStatement> others, IamStatement statement) {
    int fits = 0;
    int tooMany = statement.resources().size() + 1;
    while (tooMany - fits > 1) {
      int middle = (fits + tooMany) >>> 1;
      List<IamStatement> all = new ArrayList<>(others);
      all.add(with(statement, statement.resources().subList(0, middle)));
      if (accepts(policy(all))) {
        fits = middle;
      } else {
        tooMany = middle;
      }
    }
    return fits;
  }

  private static IamStatement with(IamStatement statement, List<IamResource> resources) {
    return statement.toBuilder().resources(List.copyOf(resources)).build();
  }

  private static IamPolicy policy(List<IamStatement> statements) {
    return IamPolicy.builder().statements(statements).build();
  }
}
