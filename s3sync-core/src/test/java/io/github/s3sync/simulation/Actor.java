package io.github.s3sync.simulation;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Represents a thread of the simulation for its {@link Scheduler}. */
final class Actor {

  private final String name;
  private volatile @Nullable Thread thread;
  long wakeAt;
  boolean killed;

  Actor(String name, long wakeAt) {
    this.name = name;
    this.wakeAt = wakeAt;
  }

  private boolean busy;

  boolean isBusy() {
    return busy;
  }

  void isBusy(boolean now) {
    this.busy = now;
  }

  void runsOnThisThread() {
    this.thread = Thread.currentThread();
  }

  /** Wakes the thread. A thread that does not wait yet sees its turn before it starts to wait. */
  void unpark() {
    LockSupport.unpark(thread);
  }

  @Override
  public String toString() {
    return name;
  }
}
