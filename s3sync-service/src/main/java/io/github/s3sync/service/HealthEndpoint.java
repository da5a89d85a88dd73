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
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code GET /health} with 200 while the poller is healthy and 503 while it is not, and
 * either way with what {@link PollerHealth} says, as JSON. It listens on all addresses, so that
 * probes from outside the machine reach it, and answers one at a time.
 */
final class HealthEndpoint implements AutoCloseable {

  private static final String PATH = "/health";
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpServer server;
  private final Supplier<PollerHealth> health;

  private HealthEndpoint(HttpServer server, Supplier<PollerHealth> health) {
    this.server = server;
    this.health = health;
  }

  /**
   * Begins to listen.
   *
   * @param port the port; zero for any free one
   * @throws InvalidConfigException if it is taken
   */
  static HealthEndpoint open(int port, Supplier<PollerHealth> health) {
    try {
      HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
      HealthEndpoint endpoint = new HealthEndpoint(server, health);
      server.createContext(PATH, endpoint::answer);
      server.start();
      return endpoint;
    } catch (IOException e) {
      throw new InvalidConfigException(
          Variables.HEALTH_PORT, "is '" + port + "', which fails: " + e.getMessage());
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRequestURI().getPath().equals(PATH)) {
        exchange.sendResponseHeaders(404, -1);
      } else if (!exchange.getRequestMethod().equals("GET")) {
        exchange.getResponseHeaders().set("Allow", "GET");
        exchange.sendResponseHeaders(405, -1);
      } else {
        PollerHealth now = health.get();
        byte[] body = JSON.writeValueAsBytes(json(now));
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(now.healthy() ? 200 : 503, body.length);
        exchange.getResponseBody().write(body);
      }
    }
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
}
