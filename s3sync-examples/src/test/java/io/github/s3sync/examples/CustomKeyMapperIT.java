package io.github.s3sync.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.S3Sync;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.executor.S3CopyExecutor;
import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.outcome.SyncReport;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.rule.CopyRule;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CustomKeyMapperIT {

  private final Accounts accounts = new Accounts();
  private final S3Sync sync =
      S3Sync.builder()
          .rules(
              CopyRule.named("lake")
                  .from("src")
                  .to("dst", new CustomKeyMapper("lake/"))
                  .options(Accounts.OPTIONS)
                  .build())
          .executor(S3CopyExecutor.builder(accounts.replicator()).build())
          .listener(outcome -> {})
          .build();

  @AfterEach
  void stop() {
    accounts.close();
  }

  @Test
  void map_dateInName_partition() {
    accounts.put("orders/보고서 2026-09-01.csv", "a");
    accounts.put("orders/kr/20261231.csv", "b");

    accounts.notifications().forEach(body -> sync.handle(body, Deadline.none()));

    assertThat(accounts.replica("lake/orders/dt=2026-09-01/보고서 2026-09-01.csv")).isEqualTo("a");
    assertThat(accounts.replica("lake/orders/kr/dt=2026-12-31/20261231.csv")).isEqualTo("b");
  }

  @Test
  void map_noOrImpossibleDate_isUnmappable() {
    accounts.put("orders/readme.txt", "c");
    accounts.put("orders/2026-13-41.csv", "d");

    for (String body : accounts.notifications()) {
      SyncReport report = sync.handle(body, Deadline.none());
      assertThat(report.failed())
          .extracting(CopyOutcome.Failed::reason)
          .containsExactly(FailureReason.KEY_UNMAPPABLE);
    }
    assertThat(accounts.replicas()).isEmpty();
  }
}
