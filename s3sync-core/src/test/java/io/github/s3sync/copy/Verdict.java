package io.github.s3sync.copy;

/** What a store makes of one check on one {@link CopyPath}. */
public enum Verdict {
  /** The replica is equal, and took the requests that Amazon S3 needs. */
  EQUAL("yes"),
  /** The replica is equal, and took more requests than Amazon S3 needs. */
  WORKED_AROUND("yes, worked around"),
  /** The store does not do it for a plain upload, either. */
  LACKING("not in the store"),
  /** The store does it for an upload; the copy fails at once, with a reason. */
  REFUSED("no, fails"),
  /** The store does it for an upload; the copy fails with a reason that is retried. */
  RETRIED("no, retried"),
  /** The check could not be made, for a reason that has nothing to do with it. */
  UNKNOWN("not tried"),
  /** The copy is reported as made, and the replica is not what it should be. */
  WRONG("**WRONG**");

  private final String word;

  Verdict(String word) {
    this.word = word;
  }

  /** The verdict in a table. */
  String word() {
    return word;
  }

  boolean isWell() {
    return this == EQUAL || this == WORKED_AROUND;
  }
}
