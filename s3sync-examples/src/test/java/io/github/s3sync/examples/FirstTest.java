package io.github.s3sync.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.S3Sync;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.executor.S3CopyExecutor;
import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.testing.FakeS3;
import io.github.s3sync.testing.Fault;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;

/** Contains the test that the README of s3sync-testing shows. */
class FirstTest {

  @Test
  void report_isReplicatedAndAFaultIsAnOutcome() {
    try (FakeS3 s3 = FakeS3.start()) {
      s3.createBucket("src");
      s3.createBucket("dst", "222222222222"); // in another account
      List<String> notifications = new ArrayList<>();
      s3.notify("src", notifications::add);
      S3Sync sync =
          S3Sync.builder()
              .rules(CopyRule.named("reports").from("src").to("dst").build())
              .executor(S3CopyExecutor.builder(s3.client()).build())
              .build();

      s3.client().putObject(p -> p.bucket("src").key("한글 + menu.txt"), RequestBody.fromString("x"));
      sync.handle(notifications.get(0), Deadline.none());
      assertThat(s3.bucket("dst").keys()).containsExactly("한글 + menu.txt");

      s3.always("CopyObject", Fault.error(503, "SlowDown"));
      assertThat(sync.handle(notifications.get(0), Deadline.none()).failed())
          .extracting(CopyOutcome.Failed::reason)
          .containsExactly(FailureReason.THROTTLED);
    }
  }

  @Test
  void readme_itsTest_isThisOne() throws IOException {
    String compiled = DocumentedCode.compiledTest(FirstTest.class);

    assertThat(DocumentedCode.lines("lab/s3sync-testing/README.md", "\0"))
        .hasSizeGreaterThan(8)
        .allSatisfy(line -> assertThat(compiled).contains(line));
  }
}
