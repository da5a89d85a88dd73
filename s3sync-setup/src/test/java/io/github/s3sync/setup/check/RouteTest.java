package io.github.s3sync.setup.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.client.RegionalS3Clients;
import io.github.s3sync.destination.Destination;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.setup.finding.Findings;
import io.github.s3sync.setup.policy.Purpose;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTest {

  private static final String POINT = "arn:aws:s3:us-east-1:111111111111:accesspoint/p";

  @ParameterizedTest
  @CsvSource({
    "us-east-1, dst, READ_SOURCES, arn:aws:s3:::src/in/${*}${?}${$}/*",
    "us-east-1, dst, FIND_SOURCES, arn:aws:s3:::src",
    "us-east-1, dst, WRITE_REPLICAS, arn:aws:s3:::dst/bdp/in/${*}${?}${$}/*",
    "us-east-1, dst, FIND_REPLICAS, arn:aws:s3:::dst",
    "us-east-1, dst, USE_KEYS, *",
    "us-east-1, " + POINT + ", WRITE_REPLICAS, " + POINT + "/object/bdp/in/${*}${?}${$}/*",
    "us-east-1, " + POINT + ", FIND_REPLICAS, " + POINT,
    "cn-north-1, dst, READ_SOURCES, arn:aws-cn:s3:::src/in/${*}${?}${$}/*",
    "us-gov-west-1, dst, FIND_REPLICAS, arn:aws-us-gov:s3:::dst"
  })
  void permission_withoutPolicies_hasTheResourceOfOne(
      String region, String bucket, Purpose topic, String expected) {
    Destination destination = Destination.in(bucket).key(KeyMapper.under("bdp/")).build();
    CopyRule rule = CopyRule.named("r").from("src").prefix("in/*?$/").to(destination).build();
    Findings findings = new Findings();
    try (RegionalS3Clients clients =
        RegionalS3Clients.builder().accessKey("test", "test").defaultRegion(region).build()) {
      new Route(rule, destination, clients, null, client -> true, null, findings)
          .permission(topic, "any", "subject", Verdict.missing("why"));
    }
    assertThat(findings.list())
        .extracting(finding -> Objects.requireNonNull(finding.permission()).resource())
        .containsExactly(expected);
  }
}
