package io.github.s3sync.copy;

import io.github.s3sync.plan.SkipReason;

/**
 * The result of a plan that did not fail.
 *
 * <p>Later versions may add kinds of results.
 *
 * @since 0.1.0
 */
public sealed interface CopyResult permits CopyReceipt, DeleteReceipt, CopyResult.NotNeeded {

  /**
   * Returns how many requests were made, including retries of the SDK.
   *
   * @return the number of requests
   */
  int requests();

  /**
   * Nothing had to be copied or deleted.
   *
   * @param reason the reason
   * @param requests how many requests were needed to decide
   */
  record NotNeeded(SkipReason reason, int requests) implements CopyResult {}
}
