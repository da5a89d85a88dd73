package io.github.s3sync.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Runs the service as a process under load: with probes while other connections send half a
 * request, with rules in S3 that are replaced again and again, with a permission that is taken away
 * for a while, and with messages whose key mapping hangs. Prints a report; exits with 1 if it finds
 * a problem.
 *
 * <p>Arguments: the number of objects (20,000 by default), of changes of the rules (40), of times
 * that the permission is taken away (3), and of times that messages hang (4).
 */
final class ServiceSoak {

  /** The interval of changes after which the new rules cannot be read. */
  private static final int WRONG_RULES_EVERY = 4;

  /**
   * The number of half-open connections; together with the probes fewer than the service keeps
   * open.
   */
  private static final int HALF_OPEN = 150;

  /** The service closes such connections after 5 seconds. */
  private static final Duration HALF_OPEN_INTERVAL = Duration.ofSeconds(4);

  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** Shorter than what a message's receives allow, which is more than an hour. */
  private static final Duration OUTAGE = Duration.ofSeconds(15);

  /**
   * The time after an outage in which the service may be unhealthy: messages wait for their
   * back-off.
   */
  private static final Duration RECOVERY = Duration.ofMinutes(1);

  /** More than the service handles at once, so that all of its threads hang. */
  private static final int HANGING_AT_ONCE = 24;

  private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

  private final int objects;
  private final int changes;
  private final int outages;
  private final int hangs;
  private final Load load = new Load();
  private final List<String> problems = new ArrayList<>();
  private int halfOpen;

  private ServiceSoak(int objects, int changes, int outages, int hangs) {
    this.objects = objects;
    this.changes = changes;
    this.outages = outages;
    this.hangs = hangs;
  }

  public static void main(String[] args) throws Exception {
    ServiceSoak soak =
        new ServiceSoak(
            number(args, 0, 20_000), number(args, 1, 40), number(args, 2, 3), number(args, 3, 4));
    System.exit(soak.run() ? 0 : 1);
  }

  private static int number(String[] args, int index, int otherwise) {
    return args.length > index ? Integer.parseInt(args[index]) : otherwise;
  }

  private boolean run() throws Exception {
    long began = System.nanoTime();
    load.putRules();
    try (load;
        ServiceProcess service = start();
        Probes probes = Probes.start(service)) {
      CompletableFuture<Void> sending = CompletableFuture.runAsync(this::send);
      CompletableFuture<Void> denying =
          CompletableFuture.runAsync(() -> takePermissionAway(probes, sending));
      CompletableFuture<Void> hanging = CompletableFuture.runAsync(() -> sendHanging(sending));
      while (!sending.isDone() || !denying.isDone() || !hanging.isDone()) {
        holdConnections(service.port());
      }
      sending.join();
      denying.join();
      hanging.join();
      await().atMost(PATIENCE).until(() -> load.backlog() == 0 || !problems.isEmpty());
      probes.stop();
      problems.addAll(probes.problems());
      for (String path : List.of("/live", "/health")) {
        int status = service.get(path).statusCode();
        if (status != 200) {
          problems.add(path + " answers " + status + " at the end: " + service.get(path).body());
        }
      }
      problems.addAll(load.differences());
      service.signal("TERM");
      if (service.exitCode() != 0) {
        problems.add("the service exited with " + service.exitCode());
      }
      long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
      print(seconds, probes, service.log());
    }
    return problems.isEmpty();
  }

  private ServiceProcess start() {
    return ServiceProcess.start(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            // The configuration of the service, not that of the tests.
            "-Dlogback.configurationFile=logback.xml",
            "-cp",
            System.getProperty("java.class.path"),
            HangingService.class.getName()),
        load.environment());
  }

  /** Sends objects of a new rule only after the rule is written, which is the documented order. */
  private void send() {
    for (int change = 1; change <= changes; change++) {
      if (change % WRONG_RULES_EVERY == 0) {
        load.putWrongRules();
      } else {
        load.addRule();
      }
      load.write(objects / changes);
    }
    load.putRules();
  }

  /** Takes a permission away under load; its messages must wait, and none may be given up. */
  private void takePermissionAway(Probes probes, CompletableFuture<Void> sending) {
    for (int i = 1; i <= outages; i++) {
      awaitShare((double) i / (outages + 1), sending);
      probes.expectUnhealthy(true);
      load.denyWriting(true);
      pause(OUTAGE);
      load.denyWriting(false);
      pause(RECOVERY);
      probes.expectUnhealthy(false);
    }
  }

  /** Sends messages that occupy all threads of the service. */
  private void sendHanging(CompletableFuture<Void> sending) {
    for (int i = 1; i <= hangs; i++) {
      awaitShare((i - 0.5) / hangs, sending);
      load.writeHanging(i, HANGING_AT_ONCE);
    }
  }

  /** Waits until a share of the objects is written. */
  private void awaitShare(double share, CompletableFuture<Void> sending) {
    while (load.written() < share * objects && !sending.isDone()) {
      pause(POLL_INTERVAL);
    }
  }

  private static void pause(Duration duration) {
    try {
      Thread.sleep(duration.toMillis());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void holdConnections(int port) throws IOException, InterruptedException {
    try (HalfOpen connections = new HalfOpen(port)) {
      connections.open(HALF_OPEN);
      halfOpen += HALF_OPEN;
      Thread.sleep(HALF_OPEN_INTERVAL.toMillis());
    }
  }

  private void print(long seconds, Probes probes, String log) {
    System.out.printf("%,d objects, one service of -Xmx128m: %,d s.%n%n", load.written(), seconds);
    System.out.println("| what happened | times |\n| --- | ---: |");
    row("object written, message sent", load.written());
    row("rules in S3 replaced", changes);
    row("… by rules that cannot be read", changes / WRONG_RULES_EVERY);
    row("rules at the end", load.rules());
    row("warning that new rules are not used", log.split("rules not re-read", -1).length - 1L);
    row("permission to write replicas taken away for 15 s", outages);
    row("message whose mapping hung for 20 s", (long) hangs * HANGING_AT_ONCE);
    row("connection that sent half a request", halfOpen);
    row("probe answered", probes.answered());
    row(
        "… /health with 503, during the minute after the permission was taken away",
        probes.unhealthy());
    row("longest answer to a probe, ms", probes.longest().toMillis());
    row("object without an equal replica, or dead letter", load.differences().size());
    row("problem in all", problems.size());
    problems.stream().limit(40).forEach(problem -> System.out.println("- " + problem));
  }

  private static void row(String what, long number) {
    System.out.printf("| %s | %,d |%n", what, number);
  }

  static byte[] content(String key) {
    return ("content of " + key).getBytes(UTF_8);
  }
}
