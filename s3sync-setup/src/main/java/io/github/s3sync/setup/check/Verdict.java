package io.github.s3sync.setup.check;

import io.github.s3sync.setup.finding.Check;
import io.github.s3sync.setup.finding.Severity;

/**
 * Says whether an action is allowed.
 *
 * @param severity {@link Severity#OK}, {@link Severity#ERROR} or {@link Severity#UNKNOWN}
 * @param check {@link Check#PERMISSION}, or {@link Check#OPTION} where a permission would not help
 * @param why the request and its answer
 */
record Verdict(Severity severity, Check check, String why) {

  static Verdict allowed(String why) {
    return new Verdict(Severity.OK, Check.PERMISSION, why);
  }

  static Verdict missing(String why) {
    return new Verdict(Severity.ERROR, Check.PERMISSION, why);
  }

  static Verdict unknown(String why) {
    return new Verdict(Severity.UNKNOWN, Check.PERMISSION, why);
  }

  boolean isAllowed() {
    return severity == Severity.OK;
  }

  boolean isError() {
    return severity == Severity.ERROR;
  }

  /** Returns this verdict, or the other if this is unknown. */
  Verdict orElse(Verdict other) {
    return severity == Severity.UNKNOWN ? other : this;
  }

  /**
   * Returns the verdict of a request on the action that it requires. S3 answers 404 or 412 only to
   * a caller that is allowed.
   */
  static Verdict of(Attempt<?> attempt) {
    return switch (attempt.kind()) {
      case DONE, GONE, CONDITION_NOT_MET -> allowed(attempt.text());
      case REFUSED -> missing(attempt.text());
      case NO_CREDENTIALS -> new Verdict(Severity.ERROR, Check.CREDENTIALS, attempt.text());
      case NO_BUCKET, WRONG_REGION, NO_ROLE, NOT_IMPLEMENTED, REJECTED, INCONCLUSIVE ->
          unknown(attempt.text());
    };
  }

  /**
   * Returns the verdict of a request for an object that may be missing. S3 answers 403 for a
   * missing key if the caller may not list the bucket. In that case the verdict is unknown, unless
   * S3 names the action that is not allowed, as it can within one account.
   *
   * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html">HeadObject:
   *     permissions</a>
   * @see <a href=
   *     "https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html">Troubleshoot
   *     access denied (403 Forbidden) errors</a>
   */
  static Verdict ofObject(String action, Attempt<?> attempt, boolean exists, Verdict list) {
    boolean certain = exists || list.isAllowed() || attempt.refuses(action);
    if (attempt.is(Attempt.Kind.REFUSED) && !certain) {
      return unknown(
          attempt.text()
              + "; without s3:ListBucket S3 gives the same answer for a missing key,"
              + " and no existing key is known");
    }
    return of(attempt);
  }

  /** Returns the verdict of a request that an option of the rule causes. */
  static Verdict ofOption(Attempt<?> attempt, String advice) {
    return attempt.is(Attempt.Kind.NOT_IMPLEMENTED) || attempt.is(Attempt.Kind.REJECTED)
        ? new Verdict(Severity.ERROR, Check.OPTION, attempt.text() + "; " + advice)
        : of(attempt);
  }
}
