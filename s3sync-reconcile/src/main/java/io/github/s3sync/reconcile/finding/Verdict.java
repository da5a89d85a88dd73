package io.github.s3sync.reconcile.finding;

/**
 * What a comparison says about one object. Every object that was found has exactly one verdict.
 *
 * @since 0.1.0
 */
public enum Verdict {
  /** The replica is equal to its source, as far as the level of the comparison shows. */
  SAME,
  /** The source has no replica. */
  MISSING,
  /** The replica differs from its source. */
  DIFFERS,
  /** The replica has no source. */
  EXTRA,
  /**
   * The objects differ, but one of them is younger than the settle time or changed while it was
   * looked up, so that an event may still bring them in line.
   */
  IN_FLIGHT,
  /** Both objects could be looked up, but nothing shows whether they are equal. */
  UNKNOWN,
  /** The object is not subject to the rule or to the filters of the run. */
  EXCLUDED,
  /** The object could not be looked up, or the rule cannot give it a replica. */
  FAILED
}
