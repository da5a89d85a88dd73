package io.github.s3sync.service;

import io.github.s3sync.testing.Signals;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs the service as a process that does not inherit this process's environment. */
final class ServiceProcess implements AutoCloseable {

  /** The maximum wait, much longer than any step takes even on a loaded machine. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final Pattern PORT = Pattern.compile("health on port (\\d+)");

  private final Process process;
  private final StringBuilder log = new StringBuilder();
  private boolean logEnded;

  private ServiceProcess(Process process) {
    this.process = process;
    Thread reader = new Thread(this::read, "service-log");
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts the service in the form that {@code mvn package} produces. */
  static ServiceProcess start(Map<String, String> environment) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return start(List.of(java, "-jar", System.getProperty("service.jar")), environment);
  }

  static ServiceProcess start(List<String> command, Map<String, String> environment) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      return new ServiceProcess(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read() {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        append(line);
      }
    } catch (IOException e) {
      append("the rest of the log is lost: " + e);
    }
    end();
  }

  private synchronized void append(String line) {
    log.append(line).append('\n');
    notifyAll();
  }

  private synchronized void end() {
    logEnded = true;
    notifyAll();
  }

  /** Waits until the log contains a text, and returns the log. */
  synchronized String awaitLog(String text) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (log.indexOf(text) < 0) {
      long millis = Duration.ofNanos(end - System.nanoTime()).toMillis();
      if (logEnded || millis <= 0) {
        throw new AssertionError("no '" + text + "' in the log:\n" + log);
      }
      wait(millis);
    }
    return log.toString();
  }

  /** Sends a GET request for a path such as {@code /health}. */
  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port() + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Returns the port of its health endpoint. */
  int port() throws InterruptedException {
    Matcher port = PORT.matcher(awaitLog("health on port "));
    if (!port.find()) {
      throw new AssertionError("no port in the log:\n" + log());
    }
    return Integer.parseInt(port.group(1));
  }

  /** Returns whether the process ignores SIGINT. */
  boolean ignoresInterrupts() throws IOException {
    return Signals.ignoresInterrupts(process);
  }

  /** Sends a signal by its name, such as {@code TERM}. */
  void signal(String name) throws IOException, InterruptedException {
    Signals.send(process, name);
  }

  /** Returns the CPU time that it has used. */
  Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Waits until the process and its log end. */
  int exitCode() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("still running:\n" + log());
    }
    synchronized (this) {
      while (!logEnded) {
        wait();
      }
    }
    return process.exitValue();
  }

  synchronized String log() {
    return log.toString();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
