package io.github.s3sync.simulation;

import io.github.s3sync.S3Sync;
import io.github.s3sync.copy.CopyExecutor;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.executor.CopySeams;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.outcome.SyncReport;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import software.amazon.awssdk.services.s3.S3Client;

/** A process that handles messages, is killed, and restarts with empty memory. */
final class Worker {

  private final String name;
  private final World world;
  private final Queue queue;
  private final Parts parts;
  private final List<CopyRule> rules;
  private final List<Actor> threads = new ArrayList<>();
  private final List<Message> inHand = new ArrayList<>();
  private Life life;

  Worker(String name, World world, Queue queue, Parts parts, List<CopyRule> rules) {
    this.name = name;
    this.world = world;
    this.queue = queue;
    this.parts = parts;
    this.rules = rules;
    this.life = new Life(this, 1);
  }

  void start(Executor pool) {
    for (int i = 1; i <= world.setting().threads; i++) {
      threads.add(world.scheduler().spawn(name + i, pool, this::work));
    }
  }

  /**
   * Ends the process at the current point of each thread; messages in progress are delivered again.
   */
  Killed crash() {
    world.note(name, "is killed", null);
    life = new Life(this, life.number() + 1);
    threads.stream().filter(Actor::isBusy).forEach(world.scheduler()::kill);
    inHand.forEach(message -> queue.send(message, world.scheduler().longWhile()));
    inHand.clear();
    return new Killed();
  }

  private void work() {
    Actor me = world.scheduler().me();
    for (Message message = queue.receive(this::isHeard);
        message != null;
        message = queue.receive(this::isHeard)) {
      me.isBusy(true);
      try {
        handle(message);
      } catch (Killed e) {
        world.scheduler().revive();
      }
      me.isBusy(false);
    }
  }

  private boolean isHeard(Message message) {
    return rules.stream().anyMatch(rule -> rule.sourceBucket().equals(message.event().bucket()));
  }

  private void handle(Message message) {
    Life mine = life;
    long began = world.scheduler().now();
    inHand.add(message);
    world.note(world.scheduler().me(), "handles", message);
    List<ObjectEvent> events =
        parts.isSettled(message.event(), mine.executor)
            ? List.of()
            : List.of(parts.read(message.event()));
    SyncReport report = mine.sync().handle(events, deadline());
    report.outcomes().forEach(outcome -> hear(message, outcome));
    world.scheduler().pause(world.scheduler().shortWhile());
    inHand.remove(message);
    if (report.failed().stream().allMatch(this::isRefusedDelete)) {
      world.check().handled(message, mine, began);
      queue.done();
    } else {
      queue.send(message, world.scheduler().longWhile());
    }
  }

  private void hear(Message message, CopyOutcome outcome) {
    String name = outcome.getClass().getSimpleName();
    if (outcome instanceof CopyOutcome.Skipped skipped) {
      name = skipped.reason().name();
    } else if (outcome instanceof CopyOutcome.Failed failed) {
      name = failed.reason().name();
      if (failed.cause() instanceof Killed killed) {
        // The façade turns any error into an outcome, but a killed process has no outcome.
        throw killed;
      }
      // Every fault of the simulation is transient.
      if (isRefusedDelete(failed)) {
        ObjectRef source = Objects.requireNonNull(failed.plan()).source();
        world.check().refusedDelete(source.bucket(), source.key());
      } else if (!failed.retryable() || failed.reason() == FailureReason.UNEXPECTED) {
        throw world.scheduler().fail("an unexpected failure: " + failed);
      }
    }
    if (message.hasUnknownName() && !name.equals("EVENT_UNKNOWN")) {
      throw world.scheduler().fail("an event with an unknown name ended as " + name);
    }
    world.count(name);
    world.note(world.scheduler().me(), "says " + name, null);
  }

  /** Tells whether a delete was refused because it may be our own; the process then continues. */
  private boolean isRefusedDelete(CopyOutcome.Failed failed) {
    Setting setting = world.setting();
    return failed.reason() == FailureReason.NOT_SUPPORTED
        && setting.twoWay
        && setting.deletes
        && !setting.acceptsUnattributedDeletes()
        && !setting.identifiesWriters();
  }

  private Deadline deadline() {
    return world.scheduler().chance(90)
        ? Deadline.none()
        : Deadline.after(Duration.ofNanos(world.scheduler().longWhile()), world.scheduler()::now);
  }

  /** The memory of a process, from its start to its end. */
  static final class Life {
    private final Worker worker;
    private final int number;
    private final CopyExecutor executor;
    private final S3Sync sync;

    Life(Worker worker, int number) {
      this.worker = worker;
      this.number = number;
      S3Client s3 = worker.parts.client(new MemoryS3(worker.world, () -> this));
      this.executor =
          worker.parts.executor(
              CopySeams.executor(s3, World.OURS, worker.world.scheduler()::now, Content.PART), s3);
      this.sync = facade();
    }

    Worker worker() {
      return worker;
    }

    int number() {
      return number;
    }

    /** Returns the façade of all threads, or a new one for each message. */
    S3Sync sync() {
      return worker.parts.oneCopyPerKey() ? sync : facade();
    }

    private S3Sync facade() {
      return S3Sync.builder()
          .rules(CopyRules.of(worker.rules))
          .executor(Parts.onePerKey(executor, worker.world.scheduler()))
          .listener(outcome -> {})
          .build();
    }

    @Override
    public String toString() {
      return worker.name + "." + number;
    }
  }
}
