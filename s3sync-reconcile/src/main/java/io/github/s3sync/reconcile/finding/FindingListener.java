package io.github.s3sync.reconcile.finding;

/**
 * Is told each finding, on the thread that made it. Implementations are safe for use by many
 * threads and quick. An exception of a listener ends the run.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface FindingListener {

  /**
   * Called once for each object that has a finding. Objects that listings show to be equal have one
   * only if the run reports all objects.
   *
   * @param finding the finding
   */
  void onFinding(Finding finding);
}
