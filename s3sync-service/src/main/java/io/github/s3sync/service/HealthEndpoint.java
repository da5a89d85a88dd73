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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code GET /health} with 200 while the poller is healthy and 503 while it is not, and
 * either way with what {@link PollerHealth} says, as JSON; and {@code GET /metrics} with text for
 * Prometheus. It listens on all addresses, so that probes from outside the machine reach it, and
 * answers one at a time.
 */
final class HealthEndpoint implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();

  private final HttpServer server;

  private HealthEndpoint(HttpServer server) {
    this.server = server;
  }

  /**
   * Begins to listen.
   *
   * @param port the port; zero for any free one
   * @param metrics gives the text of {@code /metrics}
   * @throws InvalidConfigException if it is taken
   */
  static HealthEndpoint open(int port, Supplier<PollerHealth> health, Supplier<String> metrics) {
    try {
      HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
      get(server, "/health", () -> health(health.get()));
      get(server, "/metrics", () -> metrics(metrics.get()));
      server.start();
      return new HealthEndpoint(server);
    } catch (IOException e) {
      throw new InvalidConfigException(
          Variables.HEALTH_PORT, "is '" + port + "', which fails: " + e.getMessage());
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
            // The server takes whatever begins with the path.
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

  private static Answer health(PollerHealth health) {
    return new Answer(health.healthy() ? 200 : 503, "application/json", json(health).toString());
  }

  private static Answer metrics(String text) {
    return new Answer(200, Metrics.CONTENT_TYPE, text);
  }

  static ObjectNode json(PollerHealth health) {
    Duration age = health.backlogAge();
    return JSON.createObjectNode()
        .put("healthy", health.healthy())
        .put("state", health.state().name())
        .put("lastReceive", text(health.lastReceive()))
        .put("lastSuccess", text(health.lastSuccess()))
        .put("backlogAgeSeconds", age == null ? null : age.toSeconds())
        .put("inFlight", health.inFlight())
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
