package io.github.s3sync.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.s3sync.sqs.PollerHealth;
import io.github.s3sync.sqs.PollerHealth.State;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HealthEndpointTest {

  private static final Instant TIME = Instant.parse("2026-01-31T12:00:00Z");

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
                    {"healthy": true, "state": "RECEIVING", "lastReceive": "2026-01-31T12:00:00Z",
                     "lastSuccess": null, "backlogAgeSeconds": 90, "inFlight": 3, "limit": 16,
                     "unacknowledged": 2, "trouble": null}
                    """));
  }

  @Test
  void get_inTrouble_is503AndSaysWhy() throws Exception {
    HttpResponse<String> answer = ask("GET", "/health", health(State.BACKING_OFF, "no queue"));

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("\"trouble\":\"no queue\"");
  }

  @Test
  void get_otherPath_is404() throws Exception {
    assertThat(ask("GET", "/healthy", health(State.RECEIVING, null)).statusCode()).isEqualTo(404);
  }

  @Test
  void post_health_is405() throws Exception {
    assertThat(ask("POST", "/health", health(State.RECEIVING, null)).statusCode()).isEqualTo(405);
  }

  private static HttpResponse<String> ask(String method, String path, PollerHealth health)
      throws Exception {
    try (HealthEndpoint endpoint = HealthEndpoint.open(0, () -> health)) {
      URI uri = URI.create("http://127.0.0.1:" + endpoint.port() + path);
      HttpRequest request =
          HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody()).build();
      return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
  }

  private static PollerHealth health(State state, @Nullable String trouble) {
    return new PollerHealth(state, TIME, null, Duration.ofSeconds(90), 3, 16, 2, trouble);
  }
}
