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
   * The sides differ, but an event may still make them equal. The source, or the replica without a
   * source, is younger than the settle time, or an object changed while it was looked up, or a
   * replica without a source could not yet be looked up again.
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
