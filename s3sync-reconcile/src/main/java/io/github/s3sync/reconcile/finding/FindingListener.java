package io.github.s3sync.reconcile.finding;

/**
 * Receives each finding, on the thread that created it. Implementations must be quick, and safe for
 * use by many threads. If a listener throws an exception, the run ends. A listener must not call
 * {@link io.github.s3sync.reconcile.Reconciler#save}, which may wait for the listener.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface FindingListener {

  /**
   * Receives a finding. Called once for each object that has a finding. An object that listings
   * show to be equal has a finding only if the run reports all objects.
   *
   * @param finding the finding
   */
  void onFinding(Finding finding);
}
