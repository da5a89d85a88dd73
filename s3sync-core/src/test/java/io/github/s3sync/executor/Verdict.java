package io.github.s3sync.executor;

/** The result of a store for one check on one {@link CopyPath}. */
public enum Verdict {
  /** The replica is equal, with the requests that Amazon S3 needs. */
  EQUAL("yes"),
  /** The replica is equal, with more requests than Amazon S3 needs. */
  WORKED_AROUND("yes, worked around"),
  /** The store does not support it for an ordinary upload either. */
  LACKING("not in the store"),
  /** The store supports it for an upload; the copy fails immediately with a reason. */
  REFUSED("no, fails"),
  /** The store supports it for an upload; the copy fails with a retryable reason. */
  RETRIED("no, retried"),
  /** The check could not be made for an unrelated reason. */
  UNKNOWN("not tried"),
  /** The copy is reported as made, but the replica is not as expected. */
  WRONG("**WRONG**");

  private final String word;

  Verdict(String word) {
    this.word = word;
  }

  /** Returns the text of the verdict in a table. */
  String word() {
    return word;
  }

  boolean isWell() {
    return this == EQUAL || this == WORKED_AROUND;
  }
}
