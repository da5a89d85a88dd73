package io.github.s3sync.destination;

import io.github.s3sync.event.LogText;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Identifies an IAM role to assume. It is checked when a rule that uses it is built. Immutable.
 *
 * <p>A session lasts one hour and is renewed before it ends. One hour is the default of {@code
 * AssumeRole} and the maximum if one role assumes another, as the role of a Lambda function does.
 *
 * @see <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html">AssumeRole
 *     </a>
 * @since 0.1.0
 */
public final class Role {

  /** The default session name. */
  public static final String SESSION_NAME = "s3sync";

  private final String arn;
  private final @Nullable String externalId;
  private final String sessionName;

  private Role(String arn, @Nullable String externalId, String sessionName) {
    this.arn = Objects.requireNonNull(arn, "arn");
    this.externalId = externalId;
    this.sessionName = Objects.requireNonNull(sessionName, "sessionName");
  }

  /**
   * Returns a role whose trust policy requires no external ID.
   *
   * @param arn the role's ARN, such as {@code arn:aws:iam::222222222222:role/replica}
   * @return the role, with the session name {@value #SESSION_NAME}
   */
  public static Role of(String arn) {
    return new Role(arn, null, SESSION_NAME);
  }

  /**
   * Returns this role with an external ID.
   *
   * @param id 2 to 1,224 letters, digits and {@code _+=,.@:/-}; null for none
   * @return the role
   */
  public Role withExternalId(@Nullable String id) {
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

  /**
   * Returns the ARN of the role.
   *
   * @return the ARN
   */
  public String arn() {
    return arn;
  }

  /**
   * Returns the {@code sts:ExternalId} that the role's trust policy requires. AWS does not treat it
   * as a secret, but it is never logged.
   *
   * @return the external ID; null for none
   */
  public @Nullable String externalId() {
    return externalId;
  }

  /**
   * Returns the name of the session in CloudTrail of the role's account.
   *
   * @return the name
   */
  public String sessionName() {
    return sessionName;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Role that
        && arn.equals(that.arn)
        && Objects.equals(externalId, that.externalId)
        && sessionName.equals(that.sessionName);
  }

  @Override
  public int hashCode() {
    return Objects.hash(arn, externalId, sessionName);
  }

  /** Returns only the ARN. */
  @Override
  public String toString() {
    return LogText.of(arn, 2_048);
  }
}
