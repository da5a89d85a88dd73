package io.github.s3sync.simulation;

import io.github.s3sync.copy.CopyExecutor;
import io.github.s3sync.copy.OneCopyPerKeySeam;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.pattern.KeyMapper;
import software.amazon.awssdk.services.s3.S3Client;

/** The parts of a process: the production code, unless a test breaks one of them. */
interface Parts {

  /** Returns the client of the executor. */
  default S3Client client(S3Client s3) {
    return s3;
  }

  /** Returns the executor that carries out plans. */
  default CopyExecutor executor(CopyExecutor executor, S3Client s3) {
    return executor;
  }

  /**
   * Tells whether all threads of a process share one façade, and so make one copy per key at a
   * time.
   */
  default boolean oneCopyPerKey() {
    return true;
  }

  /** Tells whether the process with this executor acknowledges an event without handling it. */
  default boolean isSettled(ObjectEvent event, CopyExecutor executor) {
    return false;
  }

  /** Returns the event as the process reads it. */
  default ObjectEvent read(ObjectEvent event) {
    return event;
  }

  /** Returns the mapping of the rule, which its author supplies. */
  default KeyMapper mapper(KeyMapper mapper) {
    return mapper;
  }

  /** Returns the production code. */
  static Parts ofProduction() {
    return new Parts() {};
  }

  /** Returns the production code with one copy per key, using locks that the scheduler controls. */
  static CopyExecutor onePerKey(CopyExecutor executor, Scheduler scheduler) {
    return OneCopyPerKeySeam.onePerKey(executor, () -> new SimulatedLock(scheduler));
  }
}
