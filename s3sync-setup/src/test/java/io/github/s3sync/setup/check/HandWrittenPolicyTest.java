package io.github.s3sync.setup.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.S3Sync;
import io.github.s3sync.client.S3Clients;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.executor.S3CopyExecutor;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRules;
import io.github.s3sync.setup.finding.Finding;
import io.github.s3sync.setup.finding.Severity;
import io.github.s3sync.testing.FakeS3;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** The policies that {@code docs/permissions.md} shows to write by hand, enforced by a server. */
class HandWrittenPolicyTest {

  private static final Pattern BLOCK = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);
  private static final CopyRules RULES =
      CopyRules.of(
          CopyRule.named("default")
              .from("src")
              .prefix("prefix/")
              .to("dst", KeyMapper.replacePrefix("prefix/", "bdp/"))
              .build());

  private final FakeS3 s3 = FakeS3.start();

  @AfterEach
  void stop() {
    s3.close();
  }

  private S3Client restricted() throws IOException {
    List<String> policies =
        BLOCK
            .matcher(Files.readString(Path.of("..", "docs", "permissions.md")))
            .results()
            .map((MatchResult block) -> block.group(1))
            .toList();
    s3.createBucket("src", "111111111111");
    s3.createBucket("dst", "222222222222");
    s3.client()
        .putObject(
            p -> p.bucket("src").key("prefix/a").tagging("a=1"), RequestBody.fromString("x"));
    s3.enforce("restricted", "arn:aws:iam::111111111111:role/s3sync", policies.get(0));
    s3.bucket("dst").policy(policies.get(1));
    return s3.client("restricted");
  }

  @Test
  void policies_ofThePage_passTheCheck() throws IOException {
    List<Finding> findings =
        Preflight.builder().rules(RULES).clients(of(restricted())).build().run();

    assertThat(findings).noneMatch(finding -> finding.severity() == Severity.ERROR);
    assertThat(findings)
        .filteredOn(Finding::isMissingPermission)
        .as("permissions to compare and to resume")
        .isNotEmpty()
        .allMatch(finding -> finding.severity() == Severity.WARNING);
  }

  @Test
  void policies_ofThePage_sufficeToCopy() throws IOException {
    try (S3Sync sync =
        S3Sync.builder()
            .rules(RULES)
            .executor(S3CopyExecutor.builder(of(restricted())).build())
            .build()) {
      assertThat(
              sync.handle(List.of(ObjectEvent.created("src", "prefix/a")), Deadline.none())
                  .copied())
          .hasSize(1);
    }
    assertThat(s3.bucket("dst").keys()).containsExactly("bdp/a");
    assertThat(s3.bucket("dst").tags("bdp/a")).containsEntry("a", "1");
  }

  private static S3Clients of(S3Client client) {
    return new S3Clients() {
      @Override
      public S3Client source(CopyPlan plan) {
        return client;
      }

      @Override
      public S3Client destination(CopyPlan plan) {
        return client;
      }
    };
  }
}
