package io.github.s3sync.reconcile.compare;

/**
 * A rule whose replicas are not in the order of their sources has more objects than the memory for
 * their comparison holds.
 *
 * @since 0.1.0
 */
public final class TableFullException extends RuntimeException {

  TableFullException(long maxBytes) {
    super(
        ("the comparison of a rule that does not keep the order of keys needs more than %,d bytes"
                + " (about 40 million bytes for a million objects): give it more memory"
                + " (tableBytes), or compare one prefix after the other")
            .formatted(maxBytes));
  }
}
