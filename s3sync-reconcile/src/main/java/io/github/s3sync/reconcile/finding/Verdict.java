package io.github.s3sync.reconcile.finding;

/**
 * Defines the results of comparing one object. Every object found has exactly one verdict.
 *
 * @since 0.1.0
 */
public enum Verdict {
  /** The replica is equal to its source, at the level of the comparison. */
  SAME,
  /** The source has no replica. */
  MISSING,
  /** The replica differs from its source. */
  DIFFERS,
  /** The replica has no source. */
  EXTRA,
  /**
   * The objects differ, but one of them is younger than the settle time or changed during the
   * look-up. An event may still make them equal.
   */
  IN_FLIGHT,
  /**
   * The comparison cannot determine whether the replica is correct; {@link UnknownReason} says why.
   */
  UNKNOWN,
  /** The rule or the filters of the run do not apply to the object. */
  EXCLUDED,
  /** The object could not be looked up, or the rule does not define a valid replica for it. */
  FAILED
}
