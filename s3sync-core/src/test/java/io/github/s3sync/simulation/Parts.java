package io.github.s3sync.simulation;

import io.github.s3sync.copy.CopyExecutor;
import io.github.s3sync.copy.CopySeams;
import io.github.s3sync.event.ObjectEvent;
import software.amazon.awssdk.services.s3.S3Client;

/** What a process is made of: the production code, unless a test breaks a part of it. */
interface Parts {

  /** What the executor asks. */
  default S3Client client(S3Client s3) {
    return s3;
  }

  /** What carries out plans. */
  default CopyExecutor executor(CopyExecutor executor, S3Client s3) {
    return executor;
  }

  /** Whether all threads of a process share one façade, and with it one copy per key. */
  default boolean oneCopyPerKey() {
    return true;
  }

  /** Whether an event is acknowledged unseen by the process that has this executor. */
  default boolean isSettled(ObjectEvent event, CopyExecutor executor) {
    return false;
  }

  /** The production code. */
  static Parts ofProduction() {
    return new Parts() {};
  }

  /** The production code with one copy per key, by locks that the scheduler knows. */
  static CopyExecutor onePerKey(CopyExecutor executor, Scheduler scheduler) {
    return CopySeams.onePerKey(executor, () -> new SimulatedLock(scheduler));
  }
}
