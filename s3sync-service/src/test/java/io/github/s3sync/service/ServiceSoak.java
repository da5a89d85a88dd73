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
 * Runs the service as a process under load, with probes that are answered while other connections
 * send half a request, and with rules in S3 that are replaced again and again. Prints a report;
 * exits with 1 if it finds a problem.
 *
 * <p>Arguments: the number of objects (20,000 by default) and of changes of the rules (40).
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

  private final Load load = new Load();
  private final List<String> problems = new ArrayList<>();
  private int halfOpen;

  private ServiceSoak() {}

  public static void main(String[] args) throws Exception {
    int objects = args.length > 0 ? Integer.parseInt(args[0]) : 20_000;
    int changes = args.length > 1 ? Integer.parseInt(args[1]) : 40;
    System.exit(new ServiceSoak().run(objects, changes) ? 0 : 1);
  }

  private boolean run(int objects, int changes) throws Exception {
    long began = System.nanoTime();
    load.putRules();
    try (load;
        ServiceProcess service = start();
        Probes probes = Probes.start(service)) {
      CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(objects, changes));
      while (!sending.isDone()) {
        holdConnections(service.port());
      }
      sending.join();
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
      print(seconds, changes, probes, service.log());
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
            PollerService.class.getName()),
        load.environment());
  }

  /** Sends objects of a new rule only after the rule is written, which is the documented order. */
  private void send(int objects, int changes) {
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

  private void holdConnections(int port) throws IOException, InterruptedException {
    try (HalfOpen connections = new HalfOpen(port)) {
      connections.open(HALF_OPEN);
      halfOpen += HALF_OPEN;
      Thread.sleep(HALF_OPEN_INTERVAL.toMillis());
    }
  }

  private void print(long seconds, int changes, Probes probes, String log) {
    System.out.printf("%,d objects, one service of -Xmx128m: %,d s.%n%n", load.written(), seconds);
    System.out.println("| what happened | times |\n| --- | ---: |");
    row("object written, message sent", load.written());
    row("rules in S3 replaced", changes);
    row("… by rules that cannot be read", changes / WRONG_RULES_EVERY);
    row("rules at the end", load.rules());
    row("warning that new rules are not used", log.split("rules not re-read", -1).length - 1L);
    row("connection that sent half a request", halfOpen);
    row("probe answered", probes.answered());
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
