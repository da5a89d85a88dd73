package io.github.s3sync.sqs.crash;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a {@link Worker} in a separate JVM, which ends with this JVM at the latest. */
final class WorkerProcess {

  /** The log of the workers, and the error output of JVMs that fail. */
  static final File LOG = new File("target/crash-workers.log");

  /** Small, so that a leak is noticed. */
  static final String HEAP = "-Xmx64m";

  private static final Duration TIMEOUT = Duration.ofMinutes(3);

  private final Process process;
  private final Life life;
  private final Thread reader;

  private WorkerProcess(Process process, Life life) {
    this.process = process;
    this.life = life;
    this.reader = new Thread(this::read, "journal-of-" + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts a worker, and does not wait for it. */
  static WorkerProcess start(List<String> mainAndArguments, Ledger ledger) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Fast to start.
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", HEAP));
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.add("-Dorg.slf4j.simpleLogger.showDateTime=true");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(mainAndArguments);
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(LOG)).start();
      return new WorkerProcess(process, new Life(ledger));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read() {
    try (BufferedReader journal = process.inputReader(StandardCharsets.UTF_8)) {
      life.read(journal);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Life life() {
    return life;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  int exitCode() {
    return process.exitValue();
  }

  void awaitReceiving() {
    life.receiving().copy().orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS).join();
  }

  /** Kills the worker; when this returns, its journal is read to its end. */
  void kill() {
    // By its handle: Process.destroy would close its output before it is read.
    process.toHandle().destroyForcibly();
    awaitEnd();
  }

  /** Ends its input, whereupon it closes its poller and exits. */
  void end() throws InterruptedException {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    awaitOwnEnd();
  }

  /** Sends it SIGTERM, as service managers do; on Windows, kills it. */
  void terminate() throws InterruptedException {
    process.toHandle().destroy();
    awaitOwnEnd();
  }

  private void awaitOwnEnd() throws InterruptedException {
    if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
      process.toHandle().destroyForcibly();
    }
    awaitEnd();
  }

  /**
   * Stops its threads, like a machine during a live migration, until {@link #thaw}. Not on Windows.
   */
  void freeze() {
    signal("-STOP");
  }

  void thaw() {
    signal("-CONT");
  }

  private void signal(String signal) {
    try {
      new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().onExit().join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitEnd() {
    process.onExit().join();
    try {
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
