package io.github.s3sync.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Runs the service as a separate process, which is configured by environment variables. */
class PollerServiceIT {

  @Test
  void main_messageInTheQueue_isReplicatedAndSigtermEndsIt() throws Exception {
    byte[] content = "한글 +%2F\u0000".repeat(1000).getBytes(UTF_8);
    try (Accounts accounts = new Accounts();
        ServiceProcess service = ServiceProcess.start(accounts.environment())) {
      accounts.put("prefix/2026/보고서 a+b.txt", content);
      accounts.awaitReplica();

      assertThat(accounts.replica("bdp/보고서 a+b.txt")).isEqualTo(content);
      HttpResponse<String> health = service.get("/health");
      assertThat(health.statusCode()).isEqualTo(200);
      assertThat(json(health).path("healthy").booleanValue()).isTrue();
      assertThat(json(health).path("limit").intValue()).isEqualTo(16);

      // The counters change when the message is done.
      await()
          .atMost(Duration.ofMinutes(3))
          .untilAsserted(
              () ->
                  assertThat(service.get("/metrics").body().lines())
                      .contains(
                          "s3sync_objects_total{outcome=\"copied\",reason=\"none\"} 1.0",
                          "s3sync_bytes_total " + (double) content.length,
                          "s3sync_lag_seconds_count 1",
                          "s3sync_poller_healthy 1.0"));

      service.signal("TERM");
      assertThat(service.exitCode()).as(service.log()).isZero();
      assertThat(service.log()).contains("1 copied, 0 deleted, 0 skipped, 0 failed");
      assertThat(accounts.messages()).isZero();
    }
  }

  @Test
  void main_serviceOfKubernetesHasTheSameName_isReplicated() throws Exception {
    try (Accounts accounts = new Accounts()) {
      Map<String, String> environment = accounts.environment();
      environment.putAll(
          Map.of(
              "S3SYNC_SERVICE_HOST", "10.0.0.5",
              "S3SYNC_SERVICE_PORT", "8080",
              "S3SYNC_PORT", "tcp://10.0.0.5:8080",
              "S3SYNC_PORT_8080_TCP", "tcp://10.0.0.5:8080",
              "S3SYNC_PORT_8080_TCP_PROTO", "tcp",
              "S3SYNC_PORT_8080_TCP_PORT", "8080",
              "S3SYNC_PORT_8080_TCP_ADDR", "10.0.0.5",
              "S3SYNC_POLLER_PORT", "tcp://10.0.0.5:8080"));
      try (ServiceProcess service = ServiceProcess.start(environment)) {
        accounts.put("prefix/a.txt", "a".getBytes(UTF_8));
        accounts.awaitReplica();
        service.signal("TERM");
        assertThat(service.exitCode()).as(service.log()).isZero();
      }
    }
  }

  @Test
  void main_secondSignal_endsAtOnceAndLosesNothing() throws Exception {
    CountDownLatch killed = new CountDownLatch(1);
    try (Accounts accounts = new Accounts()) {
      Map<String, String> environment = accounts.environment();
      environment.put("S3SYNC_SHUTDOWN_TIMEOUT_SECONDS", "600");
      environment.put("S3SYNC_VISIBILITY_TIMEOUT_SECONDS", "2");
      accounts.beforeAnswer(() -> awaitEnd(killed));
      try (ServiceProcess service = ServiceProcess.start(environment)) {
        accounts.put("prefix/a.txt", "a".getBytes(UTF_8));
        accounts.awaitReplica();
        service.signal("TERM");
        service.awaitLog("a second signal stops the process at once");
        assertThat(service.get("/health").statusCode()).isEqualTo(503);

        // Children of a shell that runs the build in the background ignore SIGINT.
        boolean interruptible = !service.ignoresInterrupts();
        service.signal(interruptible ? "INT" : "TERM");
        assertThat(service.exitCode()).as(service.log()).isEqualTo(interruptible ? 130 : 143);
        assertThat(accounts.messages()).isOne();
      } finally {
        killed.countDown();
      }

      try (ServiceProcess next = ServiceProcess.start(environment)) {
        accounts.awaitReplica();
        next.signal("TERM");
        assertThat(next.exitCode()).as(next.log()).isZero();
      }
      assertThat(accounts.messages()).isZero();
    }
  }

  @Test
  void main_logAsJson_eachLineIsAnObjectAndCopiesAreAmongThem() throws Exception {
    try (Accounts accounts = new Accounts()) {
      Map<String, String> environment = accounts.environment();
      environment.put("S3SYNC_LOG_FORMAT", "json");
      environment.put("S3SYNC_LOG_COPIES", "true");
      try (ServiceProcess service = ServiceProcess.start(environment)) {
        accounts.put("prefix/보고서 \"a\".txt", "a".getBytes(UTF_8));
        accounts.awaitReplica();
        service.awaitLog("\"copied\"");
        service.signal("TERM");
        assertThat(service.exitCode()).as(service.log()).isZero();
        List<JsonNode> lines = new ArrayList<>();
        for (String line : service.log().lines().toList()) {
          lines.add(new JsonMapper().readTree(line));
        }
        assertThat(lines)
            .filteredOn(line -> line.path("formattedMessage").textValue().equals("copied"))
            .singleElement()
            .satisfies(
                copied -> {
                  assertThat(copied.path("level").textValue()).isEqualTo("DEBUG");
                  assertThat(copied.path("kvpList").toString())
                      .contains("보고서", "\"rule\":\"default\"", "\"lag\"");
                  assertThat(copied.path("mdc").path("messageId").textValue()).isNotEmpty();
                });
      }
    }
  }

  @Test
  void main_wrongLogFormat_endsWithOneLineOfText() throws Exception {
    try (ServiceProcess service = ServiceProcess.start(Map.of("S3SYNC_LOG_FORMAT", "xml"))) {
      assertThat(service.exitCode()).isEqualTo(2);
      assertThat(service.log().lines())
          .singleElement()
          .asString()
          .contains(" ERROR ", "S3SYNC_LOG_FORMAT is 'xml', expected one of text, json");
    }
  }

  @Test
  void main_wrongVariable_endsWithOneLine() throws Exception {
    try (ServiceProcess service =
        ServiceProcess.start(Map.of("S3SYNC_QUEUEURL", "https://sqs.example.com/1/q"))) {
      assertThat(service.exitCode()).isEqualTo(2);
      assertThat(service.log().lines())
          .singleElement()
          .asString()
          .contains("S3SYNC_QUEUEURL is an unknown variable, did you mean S3SYNC_QUEUE_URL?");
    }
  }

  private static void awaitEnd(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static JsonNode json(HttpResponse<String> response) throws Exception {
    return new JsonMapper().readTree(response.body());
  }
}
