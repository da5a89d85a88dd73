package io.github.s3sync.sqs.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * Workers are killed again and again at random times while objects are written and overwritten; in
 * the end no object is lost.
 *
 * <p>{@code -Dcrash.kills=N} kills N workers. {@code -Dcrash.seed=N} repeats the same writes,
 * messages, faults and lifetimes; their timing depends on the machine.
 */
class CrashIT {

  private static final int KILLS = Integer.getInteger("crash.kills", 4);
  private static final int KILLS_FOR_A_RENEWAL = 6;
  private static final int WORKERS = 2;
  private static final int KEYS = 150;
  private static final int MOST_WAITING = 100;
  private static final int LAST_RECEIVE = 3;
  private static final Duration TIMEOUT = Duration.ofMinutes(3);

  @Test
  void workers_killedAgainAndAgain_loseNothing() throws Exception {
    long seed = Long.getLong("crash.seed", System.nanoTime());
    System.out.println("-Dcrash.seed=" + seed + ", logs in " + WorkerProcess.LOG);
    Random random = new Random(seed);
    Ledger ledger = new Ledger();
    try (Site site = new Site(LAST_RECEIVE);
        Fleet fleet = new Fleet(site, ledger, WORKERS, 0, random.nextLong())) {
      Traffic traffic = new Traffic(site, ledger, KEYS, MOST_WAITING, random.nextLong());
      AtomicBoolean enough = new AtomicBoolean();
      CompletableFuture<Void> writing =
          CompletableFuture.runAsync(() -> traffic.run(() -> !enough.get()));
      for (int i = 0; i < KILLS; i++) {
        fleet.kill();
        if (i % KILLS_FOR_A_RENEWAL == 0) {
          fleet.replace();
        }
      }
      enough.set(true);
      writing.join();
      site.awaitEmpty(TIMEOUT);
      fleet.end();

      List<String> problems = new Verdict(site, ledger).problems(traffic.poison());
      System.out.println(Report.of(site, ledger, problems.size()));
      assertThat(problems).isEmpty();
      assertThat(ledger.count("kill in mid-copy")).as("kills in mid-copy").isPositive();
    }
  }
}
