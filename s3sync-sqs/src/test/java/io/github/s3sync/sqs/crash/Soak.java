package io.github.s3sync.sqs.crash;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/**
 * Runs {@link CrashIT} for a long time, and also makes calls to SQS fail, freezes workers, removes
 * a permission, changes the rules and sends messages whose key mapping hangs. Prints a report;
 * exits with 1 if it finds a problem.
 */
@Command(
    name = "soak",
    sortOptions = false,
    description = "Sends many messages to workers that are disturbed in every way, and counts.")
final class Soak implements Callable<Integer> {

  private static final int KEYS = 5_000;
  private static final int MOST_WAITING = 2_000;

  /** With 1 to 3 seconds between receives, longer than the permission is missing. */
  private static final int LAST_RECEIVE = 40;

  /** More than the threads of one worker, so that most threads of all workers hang at once. */
  private static final int HANGING_AT_ONCE = 24;

  private static final Duration TIMEOUT = Duration.ofMinutes(10);
  private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);

  /**
   * Faults end when this share is sent, so that the affected workers still have messages to
   * process.
   */
  private static final double HIT_UNTIL = 0.95;

  private static final int KILLS_FOR_MORE = 4;
  private static final int MOST_PROBLEMS = 40;

  @Option(
      names = "--messages",
      defaultValue = "100000",
      description = "How many to send, ${DEFAULT-VALUE} by default.")
  private int messages;

  @Option(
      names = "--workers",
      defaultValue = "2",
      description = "How many processes work, ${DEFAULT-VALUE} by default.")
  private int workers;

  @Option(
      names = "--kills",
      defaultValue = "24",
      description = "How often one is killed, ${DEFAULT-VALUE} by default.")
  private int kills;

  @Option(
      names = "--sqs-faults",
      defaultValue = "0.02",
      description = "How many of the calls to SQS fail, ${DEFAULT-VALUE} by default.")
  private double sqsFaults;

  @Option(
      names = "--outages",
      defaultValue = "3",
      description =
          "How often the permission to write replicas is taken away, ${DEFAULT-VALUE} by default.")
  private int outages;

  @Option(
      names = "--outage-seconds",
      defaultValue = "15",
      description = "For how long each time, ${DEFAULT-VALUE} by default.")
  private int outageSeconds;

  @Option(
      names = "--rule-changes",
      defaultValue = "20",
      description =
          "How often the rules in S3 are exchanged for others, ${DEFAULT-VALUE} by default.")
  private int ruleChanges;

  @Option(
      names = "--hangs",
      defaultValue = "6",
      description =
          "How often messages arrive whose key mapping hangs, ${DEFAULT-VALUE} by default.")
  private int hangs;

  @Option(names = "--seed", description = "Repeats the same traffic and the same faults.")
  private long seed = System.nanoTime();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  @SuppressWarnings("UnusedVariable") // picocli handles it
  private boolean help;

  public static void main(String[] args) {
    System.exit(new CommandLine(new Soak()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    long began = System.nanoTime();
    Random random = new Random(seed);
    Ledger ledger = new Ledger();
    try (Site site = new Site(LAST_RECEIVE);
        Fleet fleet = fleet(site, ledger, random.nextLong())) {
      Traffic traffic = new Traffic(site, ledger, KEYS, MOST_WAITING, random.nextLong());
      CompletableFuture<Void> writing =
          CompletableFuture.runAsync(() -> traffic.run(() -> ledger.count("sent") < messages));
      CompletableFuture<Void> denying =
          CompletableFuture.runAsync(() -> takePermissionAway(site, ledger, writing));
      CompletableFuture<Void> changing =
          CompletableFuture.runAsync(() -> changeRules(site, ledger, writing));
      CompletableFuture<Void> hanging =
          CompletableFuture.runAsync(() -> sendHanging(site, ledger, writing));
      try (ProgressBar bar = progressBar()) {
        hit(fleet, site, ledger, writing, bar);
        while (!writing.isDone()) {
          show(site, ledger, bar);
          Thread.sleep(POLL_INTERVAL.toMillis());
        }
        writing.join();
        denying.join();
        changing.join();
        hanging.join();
        show(site, ledger, bar);
      }
      site.awaitEmpty(TIMEOUT);
      fleet.end();
      List<String> problems = new Verdict(site, ledger).problems(traffic.poison());
      print(site, ledger, problems, Duration.ofNanos(System.nanoTime() - began));
      return problems.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  private void hit(
      Fleet fleet, Site site, Ledger ledger, CompletableFuture<Void> writing, ProgressBar bar)
      throws InterruptedException {
    for (int i = 1; i <= kills; i++) {
      while (ledger.count("sent") < HIT_UNTIL * messages * i / kills && !writing.isDone()) {
        show(site, ledger, bar);
        Thread.sleep(POLL_INTERVAL.toMillis());
      }
      fleet.kill();
      if (i % KILLS_FOR_MORE == 0) {
        fleet.freeze();
        fleet.replace();
      }
    }
  }

  /** Removes a permission; messages of that time must wait, and none may be given up. */
  private void takePermissionAway(Site site, Ledger ledger, CompletableFuture<Void> writing) {
    for (int i = 1; i <= outages; i++) {
      while (ledger.count("sent") < HIT_UNTIL * messages * i / (outages + 1) && !writing.isDone()) {
        pause(POLL_INTERVAL);
      }
      site.s3().deny(Worker.ACCESS_KEY, "s3:PutObject", Site.DESTINATION);
      ledger.add("permission taken away");
      pause(Duration.ofSeconds(outageSeconds));
      site.s3().clearDenials();
    }
  }

  private Fleet fleet(Site site, Ledger ledger, long fleetSeed) {
    site.putRules(rules(0));
    return new Fleet(site, ledger, workers, sqsFaults, fleetSeed);
  }

  /** Changes the rules; the replica must be the same with each version of the rules. */
  private void changeRules(Site site, Ledger ledger, CompletableFuture<Void> writing) {
    for (int i = 1; i <= ruleChanges; i++) {
      while (ledger.count("sent") < messages * (double) i / (ruleChanges + 1)
          && !writing.isDone()) {
        pause(POLL_INTERVAL);
      }
      site.putRules(rules(i));
      ledger.add("rules changed");
    }
  }

  /**
   * Sends messages whose key mapping hangs; the messages behind them must be copied, and they must
   * be copied as well when their mapping ends.
   */
  private void sendHanging(Site site, Ledger ledger, CompletableFuture<Void> writing) {
    for (int i = 1; i <= hangs; i++) {
      while (ledger.count("sent") < HIT_UNTIL * messages * i / (hangs + 1) && !writing.isDone()) {
        pause(POLL_INTERVAL);
      }
      for (int j = 0; j < HANGING_AT_ONCE; j++) {
        site.send(Worker.HANGING + i + "/" + j);
        ledger.add("hanging sent");
      }
    }
  }

  private static String rules(int version) {
    String template =
        """
        {"rules": [
          {"name": "%s", "source": {"bucket": "%s", "excludePrefixes": ["%s"]},
           "destination": {"bucket": "%s", "key": "%s{key}"}},
          {"name": "hopeless", "source": {"bucket": "%s"}, "destination": {"bucket": "%s", "key": "%s{key}"}}
        ]}\
        """;
    return template.formatted(
        version % 2 == 0 ? "all" : "everything",
        Site.SOURCE,
        Worker.HANGING,
        Site.DESTINATION,
        Site.PREFIX,
        Site.MISSING,
        Site.DESTINATION,
        Site.PREFIX);
  }

  private static void pause(Duration duration) {
    try {
      Thread.sleep(duration.toMillis());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private ProgressBar progressBar() {
    return new ProgressBarBuilder()
        .setTaskName("Messages")
        .setInitialMax(messages)
        .setStyle(ProgressBarStyle.ASCII)
        .build();
  }

  private static void show(Site site, Ledger ledger, ProgressBar bar) {
    bar.stepTo(ledger.count("sent"));
    bar.setExtraMessage(" %d waiting, %d kills".formatted(site.backlog(), ledger.count("kill")));
  }

  private void print(Site site, Ledger ledger, List<String> problems, Duration took) {
    System.out.printf(
        "%,d messages, %d workers of %s, seed %d: %,d s.%n",
        ledger.count("sent"), workers, WorkerProcess.HEAP, seed, took.toSeconds());
    System.out.println(Report.of(site, ledger, problems.size()));
    problems.stream().limit(MOST_PROBLEMS).forEach(problem -> System.out.println("- " + problem));
  }
}
