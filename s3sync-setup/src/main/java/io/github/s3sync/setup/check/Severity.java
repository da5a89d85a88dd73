package io.github.s3sync.setup.check;

/**
 * How bad a finding is.
 *
 * @since 0.1.0
 */
public enum Severity {
  /** It was tried, and works. */
  OK,
  /** Copies are made, and something is lost, dear or slow when things go wrong. */
  WARNING,
  /** Copies fail, or will be lost. */
  ERROR,
  /** It could not be looked at; the message says why. */
  UNKNOWN
}
