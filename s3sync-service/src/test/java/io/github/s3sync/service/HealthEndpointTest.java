package io.github.s3sync.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.outcome.SyncReport;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.sqs.MessageOutcome;
import io.github.s3sync.sqs.MessageOutcome.Fate;
import io.github.s3sync.sqs.PollerHealth;
import io.github.s3sync.sqs.PollerHealth.State;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HealthEndpointTest {

  private static final Instant TIME = Instant.parse("2026-01-31T12:00:00Z");

  private final Metrics metrics = new Metrics();

  @Test
  void get_healthy_is200AndSaysHow() throws Exception {
    HttpResponse<String> answer = ask("GET", "/health", health(State.RECEIVING, null));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(new JsonMapper().readTree(answer.body()))
        .isEqualTo(
            new JsonMapper()
                .readTree(
                    """
                    {"healthy": true, "live": true, "state": "RECEIVING",
                     "started": "2026-01-31T12:00:00Z", "lastReceive": "2026-01-31T12:00:00Z",
                     "lastSuccess": null, "backlogAgeSeconds": 90, "inFlight": 3,
                     "oldestInWorkSeconds": 7200, "limit": 16, "unacknowledged": 2,
                     "trouble": null}
                    """));
  }

  /** Otherwise, clients that keep answered connections use up the connections of all others. */
  @ParameterizedTest
  @ValueSource(strings = {"GET /live", "GET /metrics", "GET /other", "POST /live"})
  void connection_requestIsAnswered_isClosed(String request) throws IOException {
    try (HealthEndpoint endpoint =
            HealthEndpoint.open(0, () -> health(State.RECEIVING, null), metrics::text);
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoint.port())) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write((request + " HTTP/1.1\r\nHost: a\r\n\r\n").getBytes(StandardCharsets.US_ASCII));

      // Returns when the endpoint closes the connection.
      byte[] answer = socket.getInputStream().readAllBytes();

      assertThat(new String(answer, StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 ")
          .containsIgnoringCase("Connection: close");
    }
  }

  @Test
  void get_inTrouble_is503AndSaysWhy() throws Exception {
    HttpResponse<String> answer = ask("GET", "/health", health(State.BACKING_OFF, "no queue"));

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("\"trouble\":\"no queue\"");
  }

  @Test
  void live_inTroubleThatNoRestartMends_is200() throws Exception {
    HttpResponse<String> answer = ask("GET", "/live", health(State.BACKING_OFF, "no queue"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"healthy\":false");
  }

  @Test
  void live_pollerThatCannotGoOn_is503() throws Exception {
    HttpResponse<String> answer = ask("GET", "/live", health(State.STALLED, null, false));

    assertThat(answer.statusCode()).isEqualTo(503);
  }

  @Test
  void metrics_outcomesOfAMessage_areCountedByFateAndRule() {
    Metrics byRule = new Metrics(List.of("mirror"));
    byRule.onMessage(
        new MessageOutcome(
            "id",
            1,
            Fate.RETRIED,
            new SyncReport(
                List.of(
                    new CopyOutcome.Failed(
                        null, null, null, null, FailureReason.UNEXPECTED, "thrown", 0, null)),
                0)));

    assertThat(byRule.text().lines())
        .contains(
            "s3sync_messages_total{fate=\"retried\"} 1.0",
            "s3sync_objects_total{outcome=\"failed\",reason=\"UNEXPECTED\",rule=\"none\"} 1.0",
            "s3sync_objects_total{outcome=\"copied\",reason=\"none\",rule=\"mirror\"} 0.0");
  }

  @Test
  void get_otherPath_is404() throws Exception {
    assertThat(ask("GET", "/healthy", health(State.RECEIVING, null)).statusCode()).isEqualTo(404);
  }

  @Test
  void post_health_is405() throws Exception {
    assertThat(ask("POST", "/health", health(State.RECEIVING, null)).statusCode()).isEqualTo(405);
  }

  @Test
  void metrics_rulesThatChange_showTheirOrigin() {
    AtomicReference<String> origin =
        new AtomicReference<>("s3://cfg/r.json, eTag \"a\", SHA-256 1f");
    metrics.watchRules(origin::get);

    assertThat(buildInfo())
        .containsExactly(
            "s3sync_build_info{rules=\"s3://cfg/r.json, eTag \\\"a\\\", SHA-256 1f\","
                + "version=\""
                + Metrics.version()
                + "\"} 1");
    origin.set("code");
    assertThat(buildInfo())
        .containsExactly(
            "s3sync_build_info{rules=\"code\",version=\"" + Metrics.version() + "\"} 1");
  }

  private List<String> buildInfo() {
    return metrics.text().lines().filter(line -> line.startsWith("s3sync_build_info{")).toList();
  }

  @Test
  void get_metrics_isTextOfOutcomesAndHealth() throws Exception {
    metrics.watch(() -> health(State.BUSY, null));

    HttpResponse<String> answer = ask("GET", "/metrics", health(State.BUSY, null));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type"))
        .contains("text/plain; version=0.0.4; charset=utf-8");
    assertThat(answer.body().lines())
        .contains(
            "# TYPE s3sync_objects_total counter",
            "s3sync_objects_total{outcome=\"copied\",reason=\"none\"} 0.0",
            "s3sync_objects_total{outcome=\"skipped\",reason=\"NO_RULE\"} 0.0",
            "s3sync_objects_total{outcome=\"failed\",reason=\"MALFORMED_EVENT\"} 0.0",
            "s3sync_bytes_total 0.0",
            "s3sync_requests_total 0.0",
            "# TYPE s3sync_lag_seconds histogram",
            "s3sync_lag_seconds_bucket{le=\"+Inf\"} 0",
            "s3sync_poller_healthy 1.0",
            "s3sync_poller_backlog_age_seconds 90.0",
            "s3sync_poller_live 1.0",
            "s3sync_poller_oldest_in_work_seconds 7200.0",
            "s3sync_messages_total{fate=\"retried\"} 0.0",
            "s3sync_poller_in_flight_messages 3.0",
            "s3sync_poller_limit_messages 16.0",
            "s3sync_poller_unacknowledged_messages 2.0")
        .anyMatch(
            line ->
                line.matches(
                    "s3sync_build_info\\{rules=\"unknown\",version=\"[0-9]+\\.[0-9]+\\.[^\"]+\"}"
                        + " 1"))
        .anyMatch(line -> line.startsWith("s3sync_poller_since_receive_seconds "))
        .anyMatch(line -> line.startsWith("s3sync_poller_since_success_seconds "))
        .anyMatch(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\""))
        .anyMatch(line -> line.startsWith("jvm_threads_live_threads "))
        .anyMatch(line -> line.startsWith("process_cpu_usage "));
  }

  @Test
  void get_metricsOfAnUnhealthyPoller_is200() throws Exception {
    metrics.watch(() -> health(State.STALLED, null));

    HttpResponse<String> answer = ask("GET", "/metrics", health(State.STALLED, null));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body().lines()).contains("s3sync_poller_healthy 0.0");
  }

  private HttpResponse<String> ask(String method, String path, PollerHealth health)
      throws Exception {
    try (HealthEndpoint endpoint = HealthEndpoint.open(0, () -> health, metrics::text)) {
      URI uri = URI.create("http://127.0.0.1:" + endpoint.port() + path);
      HttpRequest request =
          HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody()).build();
      return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
  }

  private static PollerHealth health(State state, @Nullable String trouble) {
    return health(state, trouble, true);
  }

  private static PollerHealth health(State state, @Nullable String trouble, boolean live) {
    return new PollerHealth(
        state,
        TIME,
        TIME,
        null,
        Duration.ofSeconds(90),
        3,
        Duration.ofHours(2),
        16,
        2,
        trouble,
        live);
  }
}
