package io.github.s3sync.rule;

import org.jspecify.annotations.Nullable;

/**
 * An IAM role that is assumed for a destination. Its rule checks it.
 *
 * <p>A session lasts one hour, the default of {@code AssumeRole} and the most that AWS allows where
 * one role assumes another, as the role of a Lambda function does; it is renewed before it ends.
 *
 * @param arn the role's ARN, such as {@code arn:aws:iam::222222222222:role/replica}
 * @param externalId what the role's trust policy asks for as {@code sts:ExternalId}; null for
 *     nothing. No secret to AWS, and never logged all the same
 * @param sessionName what CloudTrail of the role's account calls the session
 * @see <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html">AssumeRole
 *     </a>
 * @since 0.1.0
 */
public record Role(String arn, @Nullable String externalId, String sessionName) {

  /** The session's name where none is given. */
  public static final String SESSION_NAME = "s3sync";

  /**
   * A role whose trust policy asks for no external id.
   *
   * @param arn the role's ARN
   * @return the role, with the session name {@value #SESSION_NAME}
   */
  public static Role of(String arn) {
    return new Role(arn, null, SESSION_NAME);
  }

  /**
   * The same role with an external id.
   *
   * @param id 2 to 1,224 letters, digits and {@code _+=,.@:/-}
   * @return the role
   */
  public Role withExternalId(String id) {
    return new Role(arn, id, sessionName);
  }

  /**
   * The same role with another session name.
   *
   * @param name 2 to 64 letters, digits and {@code _+=,.@-}
   * @return the role
   */
  public Role withSessionName(String name) {
    return new Role(arn, externalId, name);
  }

  /** The ARN alone. */
  @Override
  public String toString() {
    return arn;
  }
}
