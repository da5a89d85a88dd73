package io.github.s3sync.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Threads that hand over a baton: one runs at a time, and only at its own scheduling points another
 * goes on, the one whose time comes first. Time is a number; nobody waits for it. What happens is
 * decided by the seed alone.
 */
final class Scheduler {

  static final long MILLISECOND = 1_000_000;
  static final long SECOND = 1_000 * MILLISECOND;

  private static final long NEVER = Long.MAX_VALUE;
  private static final int MOST_STEPS = 50_000;

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

  /** Whether something happens that does so in so many of a hundred cases. */
  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  /** Nanoseconds since the simulation began. */
  long now() {
    return now;
  }

  /** From 1 to 128 ms, short ones as often as long ones. */
  long shortWhile() {
    long least = MILLISECOND << random.nextInt(7);
    return least + random.nextLong(least);
  }

  /** From a half to 8 s. */
  long longWhile() {
    long least = (SECOND / 2) << random.nextInt(4);
    return least + random.nextLong(least);
  }

  /** The thread that has the baton. */
  Actor me() {
    Actor me = running;
    if (me == null) {
      throw new IllegalStateException("no thread of the simulation");
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

  /** Does something later on, on whatever thread has the baton then. */
  void at(long time, Runnable action) {
    tasks.add(new Task(Math.max(time, now), taskNumber++, action));
  }

  /** Runs until every thread has ended; returns what was wrong, or null. */
  @Nullable String run() {
    pass(next());
    while (!over) {
      LockSupport.park(this);
    }
    return violation;
  }

  /** What is wrong; null if nothing is. */
  @Nullable String violation() {
    return violation;
  }

  /** A scheduling point that takes so long. */
  void pause(long nanos) {
    Actor me = me();
    check(me);
    me.wakeAt = now + nanos;
    giveWay(me);
  }

  /** A scheduling point until {@link #wake}, or until so much time has passed. */
  void suspend(long nanos) {
    Actor me = me();
    check(me);
    me.wakeAt = nanos > NEVER - now ? NEVER : now + nanos;
    giveWay(me);
  }

  void suspend() {
    suspend(NEVER);
  }

  /** Lets another thread go on, soon. */
  void wake(Actor actor) {
    actor.wakeAt = Math.min(actor.wakeAt, now + random.nextLong(MILLISECOND));
  }

  /** Lets another thread go on, but only to its end, see {@link Killed}. */
  void kill(Actor actor) {
    actor.killed = true;
    actor.wakeAt = now;
  }

  /** Whether the thread with the baton has been killed and runs through its {@code finally}s. */
  boolean isUnwinding() {
    return me().killed || violation != null;
  }

  /** The thread with the baton, having been killed, begins another life. */
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
    if (++steps > MOST_STEPS) {
      throw fail("there is no end to it");
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

  /** Whose turn it is; tasks that come before are done here. */
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
          fail("all wait for each other", null);
        }
        now = first.wakeAt == NEVER ? now : Math.max(now, first.wakeAt);
        return first;
      }
      tasks.remove();
      now = task.time;
      try {
        task.action.run();
      } catch (Killed e) {
        // It was the task that found what is wrong.
      }
    }
  }

  /** Something to be done at a time. */
  private record Task(long time, int number, Runnable action) implements Comparable<Task> {
    @Override
    public int compareTo(Task other) {
      int byTime = Long.compare(time, other.time);
      return byTime == 0 ? Integer.compare(number, other.number) : byTime;
    }
  }
}
