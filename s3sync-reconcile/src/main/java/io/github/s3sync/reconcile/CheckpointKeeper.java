package io.github.s3sync.reconcile;

import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.reconcile.RunResult.CheckpointState;
import io.github.s3sync.reconcile.checkpoint.Checkpoint;
import io.github.s3sync.reconcile.checkpoint.CheckpointException;
import io.github.s3sync.reconcile.checkpoint.CheckpointException.Reason;
import io.github.s3sync.reconcile.checkpoint.CheckpointStore;
import io.github.s3sync.reconcile.compare.Flow;
import io.github.s3sync.reconcile.compare.FlowState;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the checkpoint of an earlier run, and stores the state of this run at intervals. */
final class CheckpointKeeper {

  private static final Logger log = LoggerFactory.getLogger(CheckpointKeeper.class);

  private final ReconcilerBuilder with;
  private final CheckpointStore store;
  private final List<Flow> flows;
  private final Supplier<@Nullable FlowState> state;
  private final @Nullable Supplier<@Nullable Map<String, FlowState>> allStates;
  private final BooleanSupplier flush;
  private final Map<String, String> run;
  private final Map<String, FlowState> states = new LinkedHashMap<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(CheckpointKeeper::thread);
  private Instant startedAt;
  private boolean resumed;
  private boolean broken;
  private boolean ended;
  private @Nullable String current;

  /**
   * Creates a keeper.
   *
   * @param state returns the state of the current flow; null if it must not be stored any more
   * @param allStates returns the states of all flows, instead of {@code state}, if they are
   *     compared at the same time; null if they are compared one after the other
   * @param flush completes buffered repairs; returns false if some of them failed
   */
  CheckpointKeeper(
      ReconcilerBuilder with,
      CheckpointStore store,
      List<Flow> flows,
      Supplier<@Nullable FlowState> state,
      @Nullable Supplier<@Nullable Map<String, FlowState>> allStates,
      BooleanSupplier flush) {
    this.with = with;
    this.store = store;
    this.flows = flows;
    this.state = state;
    this.allStates = allStates;
    this.flush = flush;
    this.run = with.identity();
    this.startedAt = with.clock.instant();
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "s3sync-checkpoint");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Reads the checkpoint, and checks that it can be written.
   *
   * @param afterRead called when {@link #earlier} returns the states of the checkpoint
   */
  void begin(Runnable afterRead) {
    refuseComparedObject();
    byte[] content = store.read();
    if (content != null) {
      resume(content);
    }
    afterRead.run();
    write();
    long millis = with.checkpointInterval.toMillis();
    var unused = timer.scheduleWithFixedDelay(this::save, millis, millis, TimeUnit.MILLISECONDS);
  }

  private void resume(byte[] content) {
    if (!with.resume) {
      throw new CheckpointException(
          Reason.EXISTS,
          "the checkpoint " + store + " exists; resume its run, or delete it to start again",
          null);
    }
    Checkpoint earlier = Checkpoint.of(content, store.toString());
    run.forEach(
        (name, value) -> {
          String before = earlier.run().get(name);
          if (!value.equals(before)) {
            throw new CheckpointException(
                Reason.OTHER_RUN,
                ("the checkpoint %s belongs to another run: %s was %s, and is %s now; repeat the"
                        + " run with the settings of the checkpoint, or delete it to start again")
                    .formatted(store, name, before, value),
                null);
          }
        });
    states.putAll(earlier.flows());
    startedAt = earlier.startedAt();
    resumed = true;
  }

  /** A checkpoint among the compared objects would be copied, or deleted as an extra replica. */
  private void refuseComparedObject() {
    ObjectRef object = store.object();
    if (object == null) {
      return;
    }
    for (Flow flow : flows) {
      boolean isSource =
          flow.rule().sourceBucket().equals(object.bucket())
              && object.key().startsWith(flow.sourcePrefix());
      boolean isReplica =
          flow.destination().bucket().equals(object.bucket())
              && object.key().startsWith(flow.replicaPrefix());
      if (isSource || isReplica) {
        throw new CheckpointException(
            Reason.MISPLACED,
            "the checkpoint " + store + " is among the objects that " + flow.rule() + " compares",
            null);
      }
    }
  }

  /** Returns the state in which an earlier run has left a flow. */
  synchronized FlowState earlier(String flow) {
    return states.getOrDefault(flow, FlowState.START);
  }

  /** Returns when the run was started for the first time; null if this run has not resumed it. */
  @Nullable Instant resumedFrom() {
    return resumed ? startedAt : null;
  }

  /** Starts a flow, whose state is stored from now on. */
  synchronized void begin(String flow) {
    current = flow;
  }

  /** Ends a flow. */
  synchronized void end(String flow) {
    update();
    current = null;
  }

  /** Stores how far the run has come; returns whether it was stored. */
  synchronized boolean save() {
    if (ended) {
      return false;
    }
    try {
      update();
      // After the state was taken, so that every repair that it counts is complete.
      if (broken || !flush.getAsBoolean()) {
        return false;
      }
      write();
      return true;
    } catch (RuntimeException e) {
      log.warn("the run cannot be resumed from here: {}", e.getMessage());
      return false;
    }
  }

  private void update() {
    if (allStates != null) {
      Map<String, FlowState> all = allStates.get();
      broken |= all == null;
      states.putAll(all == null ? Map.of() : all);
      return;
    }
    if (current == null) {
      return;
    }
    FlowState now = state.get();
    if (now == null) {
      broken = true;
    } else {
      states.put(current, now);
    }
  }

  private synchronized void write() {
    store.write(new Checkpoint(run, startedAt, states).toBytes());
  }

  /**
   * Ends the run, unless it was ended before, and deletes the checkpoint if every flow is finished.
   */
  synchronized CheckpointState end() {
    if (ended) {
      return CheckpointState.NOT_SAVED;
    }
    timer.shutdown();
    boolean saved = save();
    ended = true;
    if (!saved || !isFinished()) {
      return saved ? CheckpointState.SAVED : CheckpointState.NOT_SAVED;
    }
    try {
      store.delete();
      return CheckpointState.DELETED;
    } catch (CheckpointException e) {
      log.warn("{}", e.getMessage());
      return CheckpointState.NOT_SAVED;
    }
  }

  private boolean isFinished() {
    return flows.stream()
        .filter(with::isChosen)
        .allMatch(flow -> earlier(flow.toString()).isFinished());
  }
}
