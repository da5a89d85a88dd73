package io.github.s3sync.examples.micronaut;

import io.github.s3sync.sqs.PollerHealth;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import org.reactivestreams.Publisher;

/**
 * The component {@code replication} of {@code /health/readiness}. It is not part of liveness: if
 * SQS does not answer, it is DOWN, and a restart does not help.
 */
@Singleton
@Readiness
class ReplicationHealth implements HealthIndicator {

  private final Replication replication;

  ReplicationHealth(Replication replication) {
    this.replication = replication;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    return Publishers.just(result());
  }

  HealthResult result() {
    PollerHealth health = replication.health();
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("state", health.state());
    details.put("inFlight", health.inFlight());
    if (health.trouble() != null) {
      details.put("trouble", health.trouble());
    }
    return HealthResult.builder(
            "replication", health.healthy() ? HealthStatus.UP : HealthStatus.DOWN)
        .details(details)
        .build();
  }
}
