package io.github.s3sync.transfer;

import io.github.s3sync.copy.Deadline;
import io.github.s3sync.event.Internal;
import java.lang.ref.SoftReference;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Limits the memory that all streams of an executor may use for bodies at the same time, whatever
 * objects are uploaded. A stream acquires a buffer for one body, waiting if necessary, and releases
 * it before it acquires another one. So no stream waits for memory while it holds some. Buffers are
 * granted in the order of the requests, so small requests cannot starve a large one.
 */
@Internal
public final class BufferBudget {

  /** The interval at which a waiting thread checks whether its deadline was brought forward. */
  private static final long SLICE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final int MAX_IDLE = 64;

  private final long maxBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Object> waiting = new ArrayDeque<>();
  private final Deque<SoftReference<byte[]>> idle = new ArrayDeque<>();
  private long usedBytes;

  public BufferBudget(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Returns the maximum total size of all buffers in bytes. */
  long maxBytes() {
    return maxBytes;
  }

  /**
   * Acquires a buffer.
   *
   * @param bytes the exact length, within the budget
   * @return the buffer, with arbitrary content; null if the deadline ends before one is free
   */
  byte @Nullable [] acquire(int bytes, Deadline deadline) throws InterruptedException {
    if (bytes > maxBytes) {
      throw new IllegalArgumentException(bytes + " bytes exceed the budget of " + maxBytes);
    }
    if (!reserve(bytes, deadline)) {
      return null;
    }
    boolean taken = false;
    try {
      byte[] reused = reuse(bytes);
      byte[] buffer = reused == null ? new byte[bytes] : reused;
      taken = true;
      return buffer;
    } finally {
      if (!taken) {
        release(bytes, null);
      }
    }
  }

  /** Releases a buffer. */
  void release(byte[] buffer) {
    release(buffer.length, buffer);
  }

  private boolean reserve(int bytes, Deadline deadline) throws InterruptedException {
    Object ticket = new Object();
    lock.lockInterruptibly();
    try {
      waiting.addLast(ticket);
      try {
        while (waiting.peekFirst() != ticket || usedBytes + bytes > maxBytes) {
          long left = deadline.remaining().toNanos();
          if (left == 0) {
            return false;
          }
          long unused = changed.awaitNanos(Math.min(left, SLICE_NANOS));
        }
        usedBytes += bytes;
        return true;
      } finally {
        waiting.remove(ticket);
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private byte @Nullable [] reuse(int bytes) {
    lock.lock();
    try {
      for (int looked = idle.size(); looked > 0; looked--) {
        SoftReference<byte[]> first = idle.removeFirst();
        byte[] buffer = first.get();
        if (buffer != null && buffer.length == bytes) {
          return buffer;
        }
        if (buffer != null) {
          idle.addLast(first);
        }
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  private void release(int bytes, byte @Nullable [] buffer) {
    lock.lock();
    try {
      usedBytes -= bytes;
      if (buffer != null && idle.size() < MAX_IDLE) {
        idle.addFirst(new SoftReference<>(buffer));
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
