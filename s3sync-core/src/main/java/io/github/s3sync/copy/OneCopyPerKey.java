package io.github.s3sync.copy;

import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.rule.CopyRule;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Runs at most one operation (copy or delete) on a replica at a time, and makes one copy for
 * several waiting events.
 *
 * <p>A replica is identified by its bucket and key. The Region and store are not included, because
 * one rule may name them and another rely on the client's. Operations on different replicas never
 * wait for each other, and no state is kept for a replica without operations. For two-way rules,
 * both directions of a pair also wait for each other. The calling threads make the copies; no other
 * thread is started.
 *
 * <p>A plan may arrive while a copy for the same work (rule, destination, source, kind of event)
 * runs. It then waits for the next copy, which is made once for all waiting plans. That copy starts
 * after every event that it serves has arrived, and so after the writes that these events report.
 * As S3 is strongly consistent, the copy contains all of these writes.
 *
 * <p>A plan never joins a copy that has started, whatever the order of the events. If the sender is
 * not Amazon S3 itself, sequencers may be constant, random or in the wrong order, and an
 * unnecessary copy costs less than a missed write.
 *
 * <p>The result of a copy applies to all plans that it was made for. The exception is a failure
 * that concerns only the thread that made the copy: then the other threads make the copy
 * themselves. Each thread waits at most until its own deadline.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/Welcome.html#ConsistencyModel">Amazon
 *     S3 data consistency model</a>
 */
final class OneCopyPerKey implements CopyExecutor {

  private final CopyExecutor executor;
  private final Supplier<? extends Lock> locks;
  private final ConcurrentHashMap<Object, Place> places = new ConcurrentHashMap<>();

  /**
   * Creates the executor. It uses no monitors, because waiting in one pins the carrier of a virtual
   * thread before Java 24.
   */
  OneCopyPerKey(CopyExecutor executor) {
    this(executor, ReentrantLock::new);
  }

  OneCopyPerKey(CopyExecutor executor, Supplier<? extends Lock> locks) {
    this.executor = executor;
    this.locks = locks;
  }

  @Override
  public CopyResult execute(CopyPlan plan, Deadline deadline) {
    if (plan.rule().options().twoWay()) {
      // Otherwise both sides, written concurrently, could be exchanged. In two stores they may have
      // the same names.
      Set<ObjectRef> pair = Set.copyOf(List.of(plan.source(), plan.replica()));
      return inQueue(pair, this::one, plan, deadline);
    }
    return one(plan, deadline);
  }

  private CopyResult one(CopyPlan plan, Deadline deadline) {
    return inQueue(plan.replica(), executor::execute, plan, deadline);
  }

  private CopyResult inQueue(
      Object place, ReplicaQueue.Step then, CopyPlan plan, Deadline deadline) {
    Place arriving = new Place(new ReplicaQueue(locks.get()), 1);
    ReplicaQueue queue = places.merge(place, arriving, Place::plus).queue();
    try {
      return queue.execute(then, plan, deadline);
    } finally {
      places.computeIfPresent(
          place, (key, there) -> there.users() == 1 ? null : there.withOneLess());
    }
  }

  @Override
  public void check(CopyRule rule) {
    executor.check(rule);
  }

  @Override
  public List<String> requests(CopyPlan plan) {
    return executor.requests(plan);
  }

  /** Returns the number of replicas, and of pairs of two-way rules, with operations. */
  int replicas() {
    return places.size();
  }

  /** A queue and the number of its users; the last user to leave removes it from the map. */
  private record Place(ReplicaQueue queue, int users) {

    static Place plus(Place there, Place arriving) {
      return new Place(there.queue, there.users + arriving.users);
    }

    Place withOneLess() {
      return new Place(queue, users - 1);
    }
  }
}
