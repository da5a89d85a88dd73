package io.github.s3sync.reconcile.compare;

/**
 * How many replicas a run may delete. If it found more without a source, it deletes none, because a
 * wrong rule or a source that was emptied by mistake is then likelier than so many deletes.
 *
 * @param max the number of replicas
 * @param maxShare the share of all objects found among the replicas, from 0 to 1
 * @since 0.1.0
 */
public record DeleteLimit(int max, double maxShare) {

  /** A thousand replicas, and a tenth of them. */
  public static final DeleteLimit DEFAULT = new DeleteLimit(1_000, 0.1);

  /**
   * Checks both.
   *
   * @throws IllegalArgumentException if a value is out of range
   */
  public DeleteLimit {
    if (max < 0 || max > 1_000_000) {
      throw new IllegalArgumentException("max is " + max + ", expected 0 to 1000000");
    }
    if (!(maxShare >= 0 && maxShare <= 1)) {
      throw new IllegalArgumentException("maxShare is " + maxShare + ", expected 0 to 1");
    }
  }
}
