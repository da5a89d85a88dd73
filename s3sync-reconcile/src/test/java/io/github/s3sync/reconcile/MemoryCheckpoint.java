package io.github.s3sync.reconcile;

import io.github.s3sync.reconcile.checkpoint.CheckpointException;
import io.github.s3sync.reconcile.checkpoint.CheckpointException.Reason;
import io.github.s3sync.reconcile.checkpoint.CheckpointStore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Stores a checkpoint in memory. */
final class MemoryCheckpoint implements CheckpointStore {

  final AtomicInteger writes = new AtomicInteger();
  volatile byte @Nullable [] content;
  private volatile boolean killed;
  private volatile boolean failing;

  /** Ignores all further changes, as if the process had been killed. */
  void kill() {
    killed = true;
  }

  /** Returns a store for the next process. */
  MemoryCheckpoint next() {
    MemoryCheckpoint next = new MemoryCheckpoint();
    next.content = content;
    return next;
  }

  /** Lets all further changes fail. */
  void fail() {
    failing = true;
  }

  @Override
  public byte @Nullable [] read() {
    return content;
  }

  @Override
  public void write(byte[] bytes) {
    change(bytes);
    writes.incrementAndGet();
  }

  @Override
  public void delete() {
    change(null);
  }

  private synchronized void change(byte @Nullable [] bytes) {
    if (failing) {
      throw new CheckpointException(Reason.UNWRITABLE, "the disk is full", null);
    }
    if (!killed) {
      content = bytes;
    }
  }

  @Override
  public String toString() {
    return "memory";
  }
}
