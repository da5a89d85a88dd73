package io.github.s3sync.sqs.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Reads one worker's {@link Journal} from its start to its end. Thread-safe. */
final class Life {

  private final Ledger ledger;
  private final CompletableFuture<Void> receiving = new CompletableFuture<>();

  /** Copies in progress, and whether they are multipart copies. */
  private final Map<String, Boolean> copies = new HashMap<>();

  private int copied;
  private int unreported;
  private boolean healthyAtTheEnd;

  Life(Ledger ledger) {
    this.ledger = ledger;
  }

  /** Reads to the end of the journal, which ends with the worker. */
  void read(BufferedReader journal) throws IOException {
    try {
      for (String line = journal.readLine(); line != null; line = journal.readLine()) {
        read(line.split(" "));
      }
    } finally {
      receiving.completeExceptionally(
          new IllegalStateException("the worker ended before it received"));
    }
  }

  private synchronized void read(String[] words) {
    switch (words[0]) {
      case "ready" -> receiving.complete(null);
      case "began" -> copies.put(words[1], Boolean.valueOf(words[2]));
      case "ended" -> {
        copies.remove(words[1]);
        copied++;
        notifyAll();
        unreported++;
        ledger.add("copies");
      }
      case "called" -> ledger.add("call " + words[1]);
      case "hung" -> ledger.add("hung");
      case "rules" -> ledger.add("rules read " + words[1]);
      case "failed" -> ledger.add("failed " + words[1]);
      case "message" -> {
        unreported -= Integer.parseInt(words[4]);
        ledger.message(
            words[1], Integer.parseInt(words[2]), words[3], List.of(words[5].split(",")));
      }
      case "closed" -> healthyAtTheEnd = Boolean.parseBoolean(words[1]);
      default -> ledger.problem("a worker said: " + String.join(" ", words));
    }
  }

  /** Completes when the worker's poller has been started, exceptionally if it cannot be. */
  CompletableFuture<Void> receiving() {
    return receiving;
  }

  /** Waits until this many copies have ended, or a timeout is over. */
  synchronized void awaitCopies(int number, Duration longest) throws InterruptedException {
    long end = System.nanoTime() + longest.toNanos();
    for (long left = longest.toNanos(); copied < number && left > 0; ) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = end - System.nanoTime();
    }
  }

  /** Returns the number of copies in progress. */
  synchronized int copies() {
    return copies.size();
  }

  /** Returns the number of multipart copies in progress. */
  synchronized int copiesInParts() {
    return (int) copies.values().stream().filter(inParts -> inParts).count();
  }

  /** Returns the number of ended copies whose messages are not yet settled. */
  synchronized int unacknowledged() {
    return Math.max(0, unreported);
  }

  synchronized boolean healthyAtTheEnd() {
    return healthyAtTheEnd;
  }
}
