package io.github.s3sync.examples.boot;

import io.github.s3sync.sqs.PollerHealth;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * The component {@code replication} of {@code /actuator/health}, for readiness and alarms. If SQS
 * does not answer, it is DOWN, and a restart does not help. Therefore keep it out of the group
 * {@code liveness}.
 */
@Component
class ReplicationHealthIndicator implements HealthIndicator {

  private final Replication replication;

  ReplicationHealthIndicator(Replication replication) {
    this.replication = replication;
  }

  @Override
  public Health health() {
    PollerHealth health = replication.health();
    Health.Builder builder = health.healthy() ? Health.up() : Health.down();
    builder.withDetail("state", health.state()).withDetail("inFlight", health.inFlight());
    if (health.trouble() != null) {
      builder.withDetail("trouble", health.trouble());
    }
    return builder.build();
  }
}
