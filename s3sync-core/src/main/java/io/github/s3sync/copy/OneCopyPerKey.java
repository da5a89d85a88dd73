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
 * Never works twice at once for one replica, copy or delete, and makes one copy for several events
 * that wait.
 *
 * <p>A replica is its bucket and key: a Region or a store is left out, because one rule may name it
 * and another rely on the client's. Replicas never wait for each other, and nothing is kept of one
 * that nobody is at work on. Of two-way rules both directions of a pair wait for each other, too.
 * Copies are made by the threads that ask for them; no other is started.
 *
 * <p>A plan that arrives while the same work (rule, destination, source, kind of event) is being
 * done waits for the next round, which copies once for all who wait. Proof that this satisfies each
 * of them: the round begins after every event that it is made for had arrived, so after the writes
 * that they tell of, and S3 is strongly consistent. A round that has begun is never joined,
 * whatever the events say of their order: sequencers may be constant, random or in the wrong order
 * where the sender is not Amazon S3 itself, and a copy too many costs less than a write too few.
 *
 * <p>What one thread's copy came to is true for all it was made for, but for a failure that is that
 * thread's own: then the others try themselves. Each waits no longer than its own deadline.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/Welcome.html#ConsistencyModel">Amazon
 *     S3 data consistency model</a>
 */
final class OneCopyPerKey implements CopyExecutor {

  private final CopyExecutor executor;
  private final Supplier<? extends Lock> locks;
  private final ConcurrentHashMap<Object, Place> places = new ConcurrentHashMap<>();

  /** No monitors: waiting in one holds the carrier of a virtual thread before Java 24. */
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
      // Else both sides, written at once, could be exchanged. In two stores they may be named
      // alike.
      Set<ObjectRef> pair = Set.copyOf(List.of(plan.source(), plan.replica()));
      return inLane(pair, this::one, plan, deadline);
    }
    return one(plan, deadline);
  }

  private CopyResult one(CopyPlan plan, Deadline deadline) {
    return inLane(plan.replica(), executor::execute, plan, deadline);
  }

  private CopyResult inLane(Object place, Lane.Step then, CopyPlan plan, Deadline deadline) {
    Place arriving = new Place(new Lane(locks.get()), 1);
    Lane lane = places.merge(place, arriving, Place::plus).lane();
    try {
      return lane.execute(then, plan, deadline);
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

  /** How many replicas, and pairs of two-way rules, there is work for. */
  int replicas() {
    return places.size();
  }

  /** A lane and how many are in it; the last to leave takes it off the map. */
  private record Place(Lane lane, int users) {

    static Place plus(Place there, Place arriving) {
      return new Place(there.lane, there.users + arriving.users);
    }

    Place withOneLess() {
      return new Place(lane, users - 1);
    }
  }
}
