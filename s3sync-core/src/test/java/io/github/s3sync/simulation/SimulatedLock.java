package io.github.s3sync.simulation;

import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/**
 * A lock that is controlled by the {@link Scheduler}. Locking is a scheduling point, so another
 * thread may come first, and a thread that waits for the condition is not running. The lock is
 * always free, because the code under it contains no other scheduling point.
 */
final class SimulatedLock implements Lock {

  private final Scheduler scheduler;
  private boolean held;

  SimulatedLock(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  @Override
  public void lock() {
    if (!scheduler.isUnwinding() && scheduler.chance(30)) {
      scheduler.pause(scheduler.random().nextLong(Scheduler.MILLISECOND));
    }
    take();
  }

  private void take() {
    if (held) {
      throw scheduler.fail("another thread holds the lock across a scheduling point");
    }
    held = true;
  }

  @Override
  public void unlock() {
    held = false;
  }

  @Override
  public Condition newCondition() {
    return new Waiting();
  }

  @Override
  public void lockInterruptibly() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean tryLock() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean tryLock(long time, TimeUnit unit) {
    throw new UnsupportedOperationException();
  }

  /** The waiting threads. */
  private final class Waiting implements Condition {
    private final List<Actor> waiting = new ArrayList<>();

    @Override
    public long awaitNanos(long nanos) {
      Actor me = scheduler.me();
      long began = scheduler.now();
      waiting.add(me);
      held = false;
      try {
        scheduler.suspend(nanos);
      } finally {
        waiting.remove(me);
        held = true;
      }
      return nanos - (scheduler.now() - began);
    }

    @Override
    public void signalAll() {
      waiting.forEach(scheduler::wake);
    }

    @Override
    public void await() {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean await(long time, TimeUnit unit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void signal() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void awaitUninterruptibly() {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean awaitUntil(Date deadline) {
      throw new UnsupportedOperationException();
    }
  }
}
