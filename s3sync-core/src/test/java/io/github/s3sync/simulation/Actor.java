package io.github.s3sync.simulation;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A thread of the simulation, as its {@link Scheduler} sees it. */
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

  /** A thread that has not yet come to wait will see its turn before it does. */
  void unpark() {
    LockSupport.unpark(thread);
  }

  @Override
  public String toString() {
    return name;
  }
}
