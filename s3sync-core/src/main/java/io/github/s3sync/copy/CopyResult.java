package io.github.s3sync.copy;

import io.github.s3sync.plan.SkipReason;

/**
 * How a plan ended that did not fail.
 *
 * @since 0.1.0
 */
public sealed interface CopyResult permits CopyReceipt, DeleteReceipt, CopyResult.NotNeeded {

  /**
   * How many requests were made, those included that the SDK repeated.
   *
   * @return their number
   */
  int requests();

  /**
   * Nothing had to be copied or deleted.
   *
   * @param reason why
   * @param requests how many requests it took to find out
   */
  record NotNeeded(SkipReason reason, int requests) implements CopyResult {}
}
