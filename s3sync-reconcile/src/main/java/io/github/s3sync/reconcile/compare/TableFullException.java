package io.github.s3sync.reconcile.compare;

/**
 * Thrown if a rule has more objects than fit into the memory for their comparison. Applies to rules
 * whose replicas are not in the order of their sources.
 *
 * @since 0.1.0
 */
public final class TableFullException extends RuntimeException {

  TableFullException(long maxBytes) {
    super(
        ("the comparison of a rule that does not keep the order of keys needs more than %,d bytes"
                + " (about 32 million bytes for a million objects): give it more memory"
                + " (tableBytes), or compare one prefix after the other")
            .formatted(maxBytes));
  }
}
