package io.github.s3sync.setup.finding;

/**
 * Classifies a finding by how serious it is.
 *
 * @since 0.1.0
 */
public enum Severity {
  /** The check passed. */
  OK,
  /** Copies work, but in the event of a failure data is lost, or copies are expensive or slow. */
  WARNING,
  /** Copies fail or will be lost. */
  ERROR,
  /** The check could not be made; the message contains the cause. */
  UNKNOWN
}
