package io.github.s3sync.setup.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.client.RegionalS3Clients;
import io.github.s3sync.setup.finding.Finding;
import io.github.s3sync.setup.finding.Permission;
import io.github.s3sync.setup.finding.Severity;
import io.github.s3sync.setup.finding.Statement;
import io.github.s3sync.setup.policy.Feature;
import io.github.s3sync.testing.FakeS3;
import io.github.s3sync.testing.StsServer;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Roles that cannot be assumed. */
class RoleTest {

  private final FakeS3 s3 = FakeS3.start();
  private final StsServer sts = StsServer.start();

  @BeforeEach
  void createBuckets() {
    s3.createBucket("src", "222222222222");
    s3.createBucket("dst", "333333333333");
  }

  @AfterEach
  void close() {
    sts.close();
    s3.close();
  }

  @Test
  void run_roleIsRefused_namesItOnceWithItsTrust() {
    List<Finding> findings = run();

    assertThat(findings)
        .filteredOn(finding -> finding.severity() == Severity.ERROR)
        .singleElement()
        .satisfies(
            finding -> {
              Permission permission = Objects.requireNonNull(finding.permission());
              assertThat(permission.action()).isEqualTo("sts:AssumeRole");
              assertThat(permission.resource()).isEqualTo(Feature.DESTINATION_ROLE);
              assertThat(permission.principal()).isEqualTo(Feature.PRINCIPAL);
              assertThat(permission.statements())
                  .extracting(Statement::to)
                  .containsExactly(Feature.PRINCIPAL, Feature.DESTINATION_ROLE);
              assertThat(permission.statements().get(1).policy()).contains("\"x-1\"");
            });
    assertThat(s3.requests()).isEmpty();
  }

  @Test
  void run_stsThrottles_isUnknown() {
    sts.refuse(400, "Throttling", "Rate exceeded");
    assertThat(run()).isNotEmpty().allMatch(finding -> finding.severity() == Severity.UNKNOWN);
  }

  @Test
  void run_roleIsAssumed_isTriedAsTheRole() {
    sts.role(Feature.DESTINATION_ROLE, "x-1", StsServer.Session.of("session", "secret"));
    s3.deny("session", "s3:PutObject", "dst");
    assertThat(run())
        .filteredOn(Finding::isMissingPermission)
        .extracting(finding -> Objects.requireNonNull(finding.permission()).principal())
        .containsExactly(Feature.DESTINATION_ROLE);
  }

  private List<Finding> run() {
    try (RegionalS3Clients clients =
        RegionalS3Clients.builder()
            .accessKey("test", "test")
            .defaultRegion("us-east-1")
            .endpoint(s3.endpoint())
            .stsEndpoint(sts.endpoint())
            .build()) {
      return Preflight.builder()
          .rules(Feature.ROLE.rules())
          .policies(Feature.ROLE.policies())
          .clients(clients)
          .build()
          .run();
    }
  }
}
