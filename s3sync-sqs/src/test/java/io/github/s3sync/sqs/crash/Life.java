package io.github.s3sync.sqs.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What one worker said from its start to its end; reads a {@link Journal}. Thread-safe. */
final class Life {

  private final Ledger ledger;
  private final CompletableFuture<Void> receiving = new CompletableFuture<>();

  /** Copies that were begun and have not ended, and whether they are made in parts. */
  private final Map<String, Boolean> copies = new HashMap<>();

  private int copied;
  private int unreported;
  private boolean healthyAtTheEnd;

  Life(Ledger ledger) {
    this.ledger = ledger;
  }

  /** Reads to the end, which comes with the worker's. */
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

  /** Ends when the worker's poller has been started, or exceptionally if it never will be. */
  CompletableFuture<Void> receiving() {
    return receiving;
  }

  /** Waits until so many copies have ended, or for so long. */
  synchronized void awaitCopies(int number, Duration longest) throws InterruptedException {
    long end = System.nanoTime() + longest.toNanos();
    for (long left = longest.toNanos(); copied < number && left > 0; ) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = end - System.nanoTime();
    }
  }

  /** How many copies are under way. */
  synchronized int copies() {
    return copies.size();
  }

  /** How many of them are made in parts. */
  synchronized int copiesInParts() {
    return (int) copies.values().stream().filter(inParts -> inParts).count();
  }

  /** How many copies have ended whose messages are not known to be dealt with. */
  synchronized int unacknowledged() {
    return Math.max(0, unreported);
  }

  synchronized boolean healthyAtTheEnd() {
    return healthyAtTheEnd;
  }
}
