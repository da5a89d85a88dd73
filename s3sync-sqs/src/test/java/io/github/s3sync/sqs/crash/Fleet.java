package io.github.s3sync.sqs.crash;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Runs workers on one queue, and kills, replaces and freezes them. For use by one thread. */
final class Fleet implements AutoCloseable {

  /**
   * Limits a lifetime by copies as well, since the time of a JVM to its first copy depends on the
   * machine.
   */
  private static final int MAX_COPIES = 50;

  private static final int LONGEST_MILLIS = 400;
  private static final Duration LONGEST_LIFE = Duration.ofSeconds(10);

  /** 128 plus the number of SIGTERM. */
  private static final int TERMINATED = 143;

  private final Site site;
  private final Ledger ledger;
  private final double sqsFaults;
  private final Random random;
  private final List<WorkerProcess> workers = new ArrayList<>();

  Fleet(Site site, Ledger ledger, int size, double sqsFaults, long seed) {
    this.site = site;
    this.ledger = ledger;
    this.sqsFaults = sqsFaults;
    this.random = new Random(seed);
    for (int i = 0; i < size; i++) {
      workers.add(start());
    }
  }

  private WorkerProcess start() {
    return WorkerProcess.start(Worker.arguments(site, sqsFaults, random.nextLong()), ledger);
  }

  /** Lets a worker run for a random time, kills it, and starts another in its place. */
  void kill() throws InterruptedException {
    int victim = random.nextInt(workers.size());
    WorkerProcess worker = workers.get(victim);
    worker.awaitReceiving();
    worker.life().awaitCopies(random.nextInt(MAX_COPIES), LONGEST_LIFE);
    Thread.sleep(random.nextInt(LONGEST_MILLIS));
    checkAlive(worker);
    worker.kill();
    ledger.add("kill");
    Life life = worker.life();
    ledger.add("kill in mid-copy", life.copies() > 0 ? 1 : 0);
    ledger.add("kill in mid-copy in parts", life.copiesInParts() > 0 ? 1 : 0);
    ledger.add("kill between copy and acknowledgement", life.unacknowledged() > 0 ? 1 : 0);
    ledger.add("copy cut off", life.copies());
    workers.set(victim, start());
  }

  /** Stops a worker gracefully, as a deployment does, and starts another. */
  void replace() throws InterruptedException {
    int number = random.nextInt(workers.size());
    WorkerProcess worker = workers.get(number);
    worker.awaitReceiving();
    worker.life().awaitCopies(random.nextInt(MAX_COPIES), LONGEST_LIFE);
    checkAlive(worker);
    worker.terminate();
    ledger.add("replaced");
    if (worker.exitCode() != TERMINATED) {
      ledger.problem("a worker that was told to end did so with " + worker.exitCode());
    } else if (worker.life().copies() > 0) {
      ledger.problem("a worker that was told to end cut off " + worker.life().copies() + " copies");
    }
    workers.set(number, start());
  }

  /** Freezes a worker until all its messages are visible to others, then continues it. */
  void freeze() throws InterruptedException {
    WorkerProcess worker = workers.get(random.nextInt(workers.size()));
    worker.awaitReceiving();
    worker.life().awaitCopies(1, LONGEST_LIFE);
    worker.freeze();
    Thread.sleep(Site.VISIBILITY.plus(Duration.ofSeconds(2)).toMillis());
    worker.thaw();
    ledger.add("freeze");
  }

  /** Stops all workers gracefully. */
  void end() throws InterruptedException {
    for (WorkerProcess worker : workers) {
      worker.awaitReceiving();
      checkAlive(worker);
      worker.end();
      if (worker.exitCode() != 0) {
        ledger.problem("a worker ended with exit code " + worker.exitCode());
      } else if (!worker.life().healthyAtTheEnd()) {
        ledger.problem("a worker that had nothing to do said that it was not healthy");
      }
    }
  }

  private void checkAlive(WorkerProcess worker) {
    if (!worker.isAlive()) {
      ledger.problem("a worker ended by itself with exit code " + worker.exitCode());
    }
  }

  @Override
  public void close() {
    workers.forEach(WorkerProcess::kill);
  }
}
