package io.github.s3sync.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Runs threads one at a time: only at a scheduling point of the running thread another thread
 * continues, the one whose time comes first. Time is a number, and no thread waits for real time.
 * Only the seed determines what happens.
 */
final class Scheduler {

  static final long MILLISECOND = 1_000_000;
  static final long SECOND = 1_000 * MILLISECOND;

  private static final long NEVER = Long.MAX_VALUE;
  private static final int MAX_STEPS = 50_000;

  private final RandomGenerator random;
  private final Journal journal;
  private final List<Actor> actors = new ArrayList<>();
  private final PriorityQueue<Task> tasks = new PriorityQueue<>();
  private volatile @Nullable Actor running;
  private volatile boolean over;
  private final Thread caller = Thread.currentThread();
  private @Nullable String violation;
  private long now;
  private int steps;
  private int taskNumber;

  Scheduler(RandomGenerator random, Journal journal) {
    this.random = random;
    this.journal = journal;
  }

  RandomGenerator random() {
    return random;
  }

  /** Tells whether an event with this probability in percent happens. */
  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  /** Returns the nanoseconds since the start of the simulation. */
  long now() {
    return now;
  }

  /** Returns 1 to 128 ms; short and long times are equally frequent. */
  long shortWhile() {
    long least = MILLISECOND << random.nextInt(7);
    return least + random.nextLong(least);
  }

  /** Returns 0.5 to 8 s. */
  long longWhile() {
    long least = (SECOND / 2) << random.nextInt(4);
    return least + random.nextLong(least);
  }

  /** Returns the running thread. */
  Actor me() {
    Actor me = running;
    if (me == null) {
      throw new IllegalStateException("not a thread of the simulation");
    }
    return me;
  }

  Actor spawn(String name, Executor pool, Runnable body) {
    Actor actor = new Actor(name, random.nextLong(MILLISECOND));
    actors.add(actor);
    pool.execute(
        () -> {
          actor.runsOnThisThread();
          awaitTurn(actor);
          try {
            body.run();
          } catch (Killed e) {
            // The simulation is over.
          } catch (Throwable e) {
            fail("unforeseen: " + e, e);
          } finally {
            leave(actor);
          }
        });
    return actor;
  }

  /** Runs a task at a later time, on the thread that is running then. */
  void at(long time, Runnable action) {
    tasks.add(new Task(Math.max(time, now), taskNumber++, action));
  }

  /** Runs until every thread has ended; returns the violation, or null. */
  @Nullable String run() {
    pass(next());
    while (!over) {
      LockSupport.park(this);
    }
    return violation;
  }

  /** Returns the violation; null if there is none. */
  @Nullable String violation() {
    return violation;
  }

  /** A scheduling point that takes this long. */
  void pause(long nanos) {
    Actor me = me();
    check(me);
    me.wakeAt = now + nanos;
    giveWay(me);
  }

  /** A scheduling point until {@link #wake}, or until this much time has passed. */
  void suspend(long nanos) {
    Actor me = me();
    check(me);
    me.wakeAt = nanos > NEVER - now ? NEVER : now + nanos;
    giveWay(me);
  }

  void suspend() {
    suspend(NEVER);
  }

  /** Lets another thread continue soon. */
  void wake(Actor actor) {
    actor.wakeAt = Math.min(actor.wakeAt, now + random.nextLong(MILLISECOND));
  }

  /** Lets another thread continue only to its end, see {@link Killed}. */
  void kill(Actor actor) {
    actor.killed = true;
    actor.wakeAt = now;
  }

  /** Tells whether the running thread was killed and is executing its {@code finally} blocks. */
  boolean isUnwinding() {
    return me().killed || violation != null;
  }

  /** Restarts the running thread, which was killed. */
  void revive() {
    if (violation != null) {
      throw new Killed();
    }
    me().killed = false;
  }

  /** Ends the simulation. */
  Killed fail(String what) {
    fail(what, null);
    return new Killed();
  }

  private void fail(String what, @Nullable Throwable cause) {
    if (violation == null) {
      violation = what;
      journal.note(now, "!", what, cause);
      actors.forEach(this::kill);
    }
  }

  private void check(Actor me) {
    if (me.killed || violation != null) {
      throw new Killed();
    }
  }

  private void giveWay(Actor me) {
    if (++steps > MAX_STEPS) {
      throw fail("the history does not end");
    }
    Actor next = next();
    if (next != me) {
      pass(next);
      awaitTurn(me);
    }
    check(me);
  }

  private void leave(Actor me) {
    actors.remove(me);
    if (actors.isEmpty()) {
      over = true;
      LockSupport.unpark(caller);
    } else {
      pass(next());
    }
  }

  private void pass(Actor next) {
    running = next;
    next.unpark();
  }

  private void awaitTurn(Actor me) {
    while (running != me) {
      LockSupport.park(this);
    }
  }

  /** Returns the thread whose turn it is; runs the tasks that come before. */
  private Actor next() {
    while (true) {
      Actor first = actors.get(0);
      for (Actor actor : actors) {
        if (actor.wakeAt < first.wakeAt) {
          first = actor;
        }
      }
      Task task = tasks.peek();
      if (violation != null || task == null || task.time > first.wakeAt) {
        if (first.wakeAt == NEVER && violation == null) {
          fail("deadlock: all threads wait for each other", null);
        }
        now = first.wakeAt == NEVER ? now : Math.max(now, first.wakeAt);
        return first;
      }
      tasks.remove();
      now = task.time;
      try {
        task.action.run();
      } catch (Killed e) {
        // The task found the violation.
      }
    }
  }

  /** A task with its time. */
  private record Task(long time, int number, Runnable action) implements Comparable<Task> {
    @Override
    public int compareTo(Task other) {
      int byTime = Long.compare(time, other.time);
      return byTime == 0 ? Integer.compare(number, other.number) : byTime;
    }
  }
}
