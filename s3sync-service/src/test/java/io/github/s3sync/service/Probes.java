package io.github.s3sync.service;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Requests the health and metrics of a service again and again, as Kubernetes and Prometheus do.
 */
final class Probes implements AutoCloseable {

  private static final Duration INTERVAL = Duration.ofMillis(200);

  /** The timeout of a probe in the example for Kubernetes. */
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final ServiceProcess service;
  private final Thread thread = new Thread(this::run, "probes");
  private final List<String> problems = new ArrayList<>();
  private volatile boolean closed;
  private volatile boolean unhealthyExpected;
  private long answered;
  private long unhealthy;
  private Duration longest = Duration.ZERO;

  private Probes(ServiceProcess service) {
    this.service = service;
  }

  static Probes start(ServiceProcess service) throws InterruptedException {
    service.port();
    Probes probes = new Probes(service);
    probes.thread.start();
    return probes;
  }

  private void run() {
    try {
      while (!closed) {
        for (String path : List.of("/live", "/health", "/metrics")) {
          probe(path);
        }
        Thread.sleep(INTERVAL.toMillis());
      }
    } catch (InterruptedException e) {
      add("interrupted");
    }
  }

  private void probe(String path) throws InterruptedException {
    long began = System.nanoTime();
    try {
      int status = service.get(path).statusCode();
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      record(took);
      if (status == 503 && path.equals("/health") && unhealthyExpected) {
        addUnhealthy();
      } else if (status != 200) {
        add(path + " was answered with " + status);
      } else if (took.compareTo(TIMEOUT) > 0) {
        add(path + " was answered after " + took);
      }
    } catch (IOException e) {
      add(path + " was not answered: " + e);
    }
  }

  private synchronized void record(Duration took) {
    answered++;
    longest = took.compareTo(longest) > 0 ? took : longest;
  }

  private synchronized void addUnhealthy() {
    unhealthy++;
  }

  /** Sets whether the service may be unhealthy; it must be live in any case. */
  void expectUnhealthy(boolean expected) {
    unhealthyExpected = expected;
  }

  /** Returns how often the service was unhealthy while that was expected. */
  synchronized long unhealthy() {
    return unhealthy;
  }

  private synchronized void add(String problem) {
    problems.add(problem);
  }

  synchronized List<String> problems() {
    return List.copyOf(problems);
  }

  synchronized long answered() {
    return answered;
  }

  synchronized Duration longest() {
    return longest;
  }

  /** Sends no further probe, and waits for the last one. */
  void stop() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stop();
  }
}
