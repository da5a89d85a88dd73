package io.github.s3sync.copy;

/** One check of the contract. */
interface Check {

  /**
   * Puts, copies and looks.
   *
   * @throws AssertionError if the replica is not what it should be
   * @throws CopyException if the copy fails
   */
  void run(Copying copying);
}
