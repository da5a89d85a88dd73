package io.github.s3sync.executor;

import io.github.s3sync.copy.CopyException;

/** One check of the contract. */
interface Check {

  /**
   * Puts, copies and looks up an object.
   *
   * @throws AssertionError if the replica is not as expected
   * @throws CopyException if the copy fails
   */
  void run(Copying copying);
}
