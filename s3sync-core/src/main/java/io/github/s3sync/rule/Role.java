package io.github.s3sync.rule;

import org.jspecify.annotations.Nullable;

/**
 * Identifies an IAM role to assume. The rule that uses it checks it.
 *
 * <p>A session lasts one hour and is renewed before it ends. One hour is the default of {@code
 * AssumeRole} and the maximum if one role assumes another, as the role of a Lambda function does.
 *
 * @param arn the role's ARN, such as {@code arn:aws:iam::222222222222:role/replica}
 * @param externalId the {@code sts:ExternalId} that the role's trust policy requires; null for
 *     none. AWS does not treat it as a secret, but it is never logged
 * @param sessionName the name of the session in CloudTrail of the role's account
 * @see <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html">AssumeRole
 *     </a>
 * @since 0.1.0
 */
public record Role(String arn, @Nullable String externalId, String sessionName) {

  /** The default session name. */
  public static final String SESSION_NAME = "s3sync";

  /**
   * Returns a role whose trust policy requires no external ID.
   *
   * @param arn the role's ARN
   * @return the role, with the session name {@value #SESSION_NAME}
   */
  public static Role of(String arn) {
    return new Role(arn, null, SESSION_NAME);
  }

  /**
   * Returns this role with an external ID.
   *
   * @param id 2 to 1,224 letters, digits and {@code _+=,.@:/-}
   * @return the role
   */
  public Role withExternalId(String id) {
    return new Role(arn, id, sessionName);
  }

  /**
   * Returns this role with another session name.
   *
   * @param name 2 to 64 letters, digits and {@code _+=,.@-}
   * @return the role
   */
  public Role withSessionName(String name) {
    return new Role(arn, externalId, name);
  }

  /** Returns only the ARN. */
  @Override
  public String toString() {
    return arn;
  }
}
