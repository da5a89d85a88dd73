package io.github.s3sync.reconcile.listing;

import java.util.Collection;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Holds the ranges that are not listed yet. If the queue is empty, a thread waits until another
 * thread splits its range or all threads have finished. Safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class RangeQueue {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final PriorityQueue<KeyRange> waiting =
      new PriorityQueue<>(
          Comparator.comparing(KeyRange::after, Comparator.nullsFirst(KeyOrder.COMPARATOR)));
  private final SplitPoints splitPoints = new SplitPoints();
  private final AtomicInteger pages = new AtomicInteger();
  private int active;
  private int idle;
  private boolean stopped;

  /**
   * Creates a queue.
   *
   * @param ranges the initial ranges
   */
  public RangeQueue(Collection<KeyRange> ranges) {
    waiting.addAll(ranges);
  }

  /**
   * Takes the first range. If the queue is empty, waits while other threads may still split their
   * ranges.
   *
   * @return the range, after which {@link #finish} must be called; null if there are no more ranges
   * @throws InterruptedException if the thread was interrupted while it waited
   */
  public @Nullable KeyRange take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      idle++;
      while (waiting.isEmpty() && active > 0 && !stopped) {
        changed.await();
      }
      idle--;
      if (waiting.isEmpty() || stopped) {
        return null;
      }
      active++;
      return waiting.remove();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the work on a range that was taken. */
  public void finish() {
    lock.lock();
    try {
      active--;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Passes parts of a range to waiting threads, if there are any and if the range is expected to
   * contain several more pages. The number of parts is at most the number of pages so far, so that
   * few requests are wasted on a small bucket.
   *
   * @param range a range that was taken
   * @param first the first key of the page that was listed last
   * @param last the greatest key of the range that was listed so far
   * @return the remaining range; the same range if it was not split
   */
  public KeyRange split(KeyRange range, String first, String last) {
    splitPoints.observe(first);
    splitPoints.observe(last);
    KeyRange rest = range;
    for (int left = pages.incrementAndGet();
        left > 0 && isShort() && splitPoints.hasMorePages(first, last, rest.upTo());
        left--) {
      String at = splitPoints.between(last, rest.upTo());
      if (at == null) {
        break;
      }
      add(rest.after(at));
      rest = rest.upTo(at);
    }
    return rest;
  }

  /** Returns how many threads wait until another thread splits or ends its range. */
  int idle() {
    lock.lock();
    try {
      return waiting.isEmpty() && active > 0 ? idle : 0;
    } finally {
      lock.unlock();
    }
  }

  private boolean isShort() {
    lock.lock();
    try {
      return idle > waiting.size() && !stopped;
    } finally {
      lock.unlock();
    }
  }

  private void add(KeyRange range) {
    lock.lock();
    try {
      waiting.add(range);
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Stops the queue, so that {@link #take} returns null from now on. */
  public void stop() {
    lock.lock();
    try {
      stopped = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
