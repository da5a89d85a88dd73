package io.github.s3sync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3sync.cli.option.UsageException;
import io.github.s3sync.client.S3Clients;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.reconcile.Mode;
import io.github.s3sync.reconcile.Reconciler;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRules;
import io.github.s3sync.testing.FakeS3;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import software.amazon.awssdk.core.sync.RequestBody;

/** Tests the question before a run that costs more than the limit. */
class CostOptionsTest {

  private final FakeS3 s3 = FakeS3.start();
  private final Reconciler reconciler;
  private final List<String> questions = new ArrayList<>();

  CostOptionsTest() {
    s3.createBucket("src");
    s3.createBucket("dst");
    s3.client().putObject(p -> p.bucket("src").key("a"), RequestBody.fromString("a"));
    CopyRule rule = CopyRule.named("r").from("src").to("dst", KeyMapper.same()).build();
    this.reconciler =
        Reconciler.builder(Mode.VERIFY, CopyRules.of(rule), S3Clients.of(s3.client())).build();
  }

  @AfterEach
  void stop() {
    s3.close();
  }

  private String approve(String limit, @Nullable String answer) {
    CostOptions options = CommandLine.populateCommand(new CostOptions(), "--max-cost", limit);
    StringWriter text = new StringWriter();
    options.approve(
        reconciler,
        new PrintWriter(text, true),
        question -> {
          questions.add(question);
          return answer;
        });
    return text.toString();
  }

  @Test
  void cheapRun_isNotAskedAbout() {
    assertThat(approve("1", null)).contains("1 sources and 0 objects among the replicas");
    assertThat(questions).isEmpty();
  }

  @Test
  void expensiveRun_startsOnlyAfterYes() {
    approve("0", "y");
    approve("0", " Yes ");
    for (String answer : new String[] {"", "n", "yeah", null}) {
      assertThatThrownBy(() -> approve("0", answer))
          .isInstanceOf(UsageException.class)
          .hasMessage("the run was not started");
    }
    assertThat(questions)
        .hasSize(6)
        .allMatch(q -> q.endsWith("more than --max-cost (0.00). Start it? [y/N] "));
  }
}
