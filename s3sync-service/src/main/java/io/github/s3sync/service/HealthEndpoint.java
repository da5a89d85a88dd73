package io.github.s3sync.service;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.s3sync.config.InvalidConfigException;
import io.github.s3sync.config.Variables;
import io.github.s3sync.sqs.PollerHealth;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Serves health and metrics over HTTP. {@code GET /health} answers 200 while the poller is healthy,
 * and {@code GET /live} answers 200 unless only a restart can help; otherwise both answer 503. The
 * body is always {@link PollerHealth} as JSON. {@code GET /metrics} answers with text for
 * Prometheus.
 *
 * <p>The endpoint listens on all addresses, so that probes from other machines can reach it, and so
 * can port scanners. A connection that sends half a request holds a thread for some seconds, a
 * connection is closed after each answer, and at most {@value #CONNECTIONS} connections are open at
 * once.
 */
final class HealthEndpoint implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();

  /**
   * The maximum number of open connections. A connection has a thread only while its request is
   * read and answered.
   */
  static final int CONNECTIONS = 200;

  private static final int SECONDS = 5;
  private static final long STACK_BYTES = 256 * 1024;

  static {
    // The server reads these once per JVM; by default it waits for a request for ever.
    limit("sun.net.httpserver.maxReqTime", SECONDS);
    limit("sun.net.httpserver.maxRspTime", SECONDS);
    limit("jdk.httpserver.maxConnections", CONNECTIONS);
  }

  private final HttpServer server;
  private final ExecutorService threads;

  private HealthEndpoint(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  private static void limit(String property, int value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, Integer.toString(value));
    }
  }

  private static ExecutorService threads() {
    return new ThreadPoolExecutor(
        0,
        CONNECTIONS,
        SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        task -> {
          Thread thread = new Thread(null, task, "s3sync-health", STACK_BYTES);
          thread.setDaemon(true);
          return thread;
        });
  }

  /**
   * Opens the endpoint.
   *
   * @param port the port; zero for any free port
   * @param metrics returns the text of {@code /metrics}
   * @throws InvalidConfigException if the port is in use
   */
  static HealthEndpoint open(int port, Supplier<PollerHealth> health, Supplier<String> metrics) {
    try {
      HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
      get(server, "/health", () -> health(health.get(), PollerHealth::healthy));
      get(server, "/live", () -> health(health.get(), PollerHealth::live));
      get(server, "/metrics", () -> metrics(metrics.get()));
      ExecutorService threads = threads();
      server.setExecutor(threads);
      server.start();
      return new HealthEndpoint(server, threads);
    } catch (IOException e) {
      throw new InvalidConfigException(
          Variables.HEALTH_PORT,
          "is '" + port + "', but the port cannot be opened: " + e.getMessage());
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  private static void get(HttpServer server, String path, Supplier<Answer> answer) {
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            // A client that keeps connections would otherwise use up those of all others.
            exchange.getResponseHeaders().set("Connection", "close");
            // The server passes every path that begins with this path.
            if (!exchange.getRequestURI().getPath().equals(path)) {
              exchange.sendResponseHeaders(404, -1);
            } else if (!exchange.getRequestMethod().equals("GET")) {
              exchange.getResponseHeaders().set("Allow", "GET");
              exchange.sendResponseHeaders(405, -1);
            } else {
              answer.get().send(exchange);
            }
          }
        });
  }

  private static Answer health(PollerHealth health, Predicate<PollerHealth> isWell) {
    return new Answer(isWell.test(health) ? 200 : 503, "application/json", json(health).toString());
  }

  private static Answer metrics(String text) {
    return new Answer(200, Metrics.CONTENT_TYPE, text);
  }

  static ObjectNode json(PollerHealth health) {
    Duration age = health.backlogAge();
    return JSON.createObjectNode()
        .put("healthy", health.healthy())
        .put("live", health.live())
        .put("state", health.state().name())
        .put("started", text(health.started()))
        .put("lastReceive", text(health.lastReceive()))
        .put("lastSuccess", text(health.lastSuccess()))
        .put("backlogAgeSeconds", age == null ? null : age.toSeconds())
        .put("inFlight", health.inFlight())
        .put("oldestInWorkSeconds", health.oldestInWork().toSeconds())
        .put("limit", health.limit())
        .put("unacknowledged", health.unacknowledged())
        .put("trouble", health.trouble());
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdown();
  }

  private record Answer(int status, String contentType, String body) {

    void send(HttpExchange exchange) throws IOException {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", contentType);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
