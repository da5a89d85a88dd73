package io.github.s3sync.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Checks that the service answers probes while many connections send incomplete requests. It is a
 * separate class, so that its wait of half a minute does not delay the other tests.
 */
class HalfOpenIT {

  @Test
  void main_connectionsThatSendHalfARequest_probesAreAnswered() throws Exception {
    try (Accounts accounts = new Accounts();
        ServiceProcess service = ServiceProcess.start(accounts.environment());
        HalfOpen connections = new HalfOpen(service.port())) {
      connections.open(150);
      for (String path : List.of("/health", "/live", "/metrics")) {
        assertThat(service.get(path).statusCode()).as(path).isEqualTo(200);
      }
      // More than the service keeps open at once.
      connections.open(250);
      await()
          .atMost(Duration.ofMinutes(1))
          .ignoreExceptions()
          .until(() -> service.get("/live").statusCode() == 200);
    }
  }
}
