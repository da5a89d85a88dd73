package io.github.s3sync.setup.check;

/**
 * Whether something is allowed.
 *
 * @param severity {@link Severity#OK}, {@link Severity#ERROR} or {@link Severity#UNKNOWN}
 * @param check {@link Check#PERMISSION}, or {@link Check#OPTION} where no permission would help
 * @param why what was tried, and the answer
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

  /** This one, or where nothing is known by it, what something else says. */
  Verdict orElse(Verdict other) {
    return severity == Severity.UNKNOWN ? other : this;
  }

  /**
   * What a request says of the action that it takes. That something named is not there, or a
   * condition does not hold, S3 says to those who are allowed.
   */
  static Verdict of(Attempt<?> attempt) {
    return switch (attempt.kind()) {
      case DONE, GONE, UNMET -> allowed(attempt.text());
      case REFUSED -> missing(attempt.text());
      case NO_CREDENTIALS -> new Verdict(Severity.ERROR, Check.CREDENTIALS, attempt.text());
      case NO_BUCKET, WRONG_REGION, NO_ROLE, NOT_IMPLEMENTED, REJECTED, UNCLEAR ->
          unknown(attempt.text());
    };
  }

  /**
   * The same of an object that may be missing: that, too, is answered 403 to who may not list,
   * unless S3 says in so many words which action is not allowed, as it may within one account.
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
              + "; a key that is missing is answered so, too, where s3:ListBucket is not allowed,"
              + " and none is known to exist");
    }
    return of(attempt);
  }

  /** The same of what a rule need not ask for. */
  static Verdict ofOption(Attempt<?> attempt, String advice) {
    return attempt.is(Attempt.Kind.NOT_IMPLEMENTED) || attempt.is(Attempt.Kind.REJECTED)
        ? new Verdict(Severity.ERROR, Check.OPTION, attempt.text() + "; " + advice)
        : of(attempt);
  }
}
