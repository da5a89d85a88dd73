package io.github.s3sync.copy;

import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;

/** Gives tests of other packages an executor whose locks they choose. */
public final class OneCopyPerKeySeam {

  private OneCopyPerKeySeam() {}

  /** Returns an executor with one copy per key, whose locks do not wait in the JVM. */
  public static CopyExecutor onePerKey(CopyExecutor executor, Supplier<? extends Lock> locks) {
    return new OneCopyPerKey(executor, locks);
  }
}
