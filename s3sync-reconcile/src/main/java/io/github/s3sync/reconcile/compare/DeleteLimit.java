package io.github.s3sync.reconcile.compare;

/**
 * Limits how many replicas a run may delete for each rule and destination. If more replicas have no
 * source, the run deletes none of them. In that case, a wrong rule or a source bucket that was
 * emptied by mistake is more likely than so many deletes.
 *
 * @param max the maximum number of replicas
 * @param maxShare the maximum share of all replicas found, from 0 to 1
 * @since 0.1.0
 */
public record DeleteLimit(int max, double maxShare) {

  /** The default: at most 1,000 replicas, and at most a tenth of all replicas. */
  public static final DeleteLimit DEFAULT = new DeleteLimit(1_000, 0.1);

  /**
   * Checks both limits.
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
