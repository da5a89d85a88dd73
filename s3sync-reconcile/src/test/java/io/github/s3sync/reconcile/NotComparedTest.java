package io.github.s3sync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.reconcile.finding.Action;
import io.github.s3sync.reconcile.input.GivenKey;
import io.github.s3sync.reconcile.report.Summary;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRuleBuilder;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs that copy every object without a comparison, and in which some objects are not copied. */
class NotComparedTest {

  private final Buckets buckets = new Buckets();

  @BeforeEach
  void plant() {
    buckets.rules(rule().build());
    buckets.putBoth("in/same", "out/same", "same");
    buckets.put("src", "in/other", "one");
    buckets.put("dst", "out/other", "two");
    buckets.put("src", "in/missing", "missing");
  }

  private static CopyRuleBuilder rule() {
    return CopyRule.named("r")
        .from("src")
        .prefix("in/")
        .to("dst", KeyMapper.replacePrefix("in/", "out/"));
  }

  @AfterEach
  void stop() {
    buckets.close();
  }

  private RunResult run(UnaryOperator<ReconcilerBuilder> with) {
    return with.apply(buckets.reconciler(Mode.BACKFILL).copyAll()).build().run();
  }

  private static void assertLeft(RunResult result, Action action, long left, String conclusion)
      throws IOException {
    assertThat(result.total().count(action)).isEqualTo(left);
    assertThat(result.total().differencesLeft()).isEqualTo(left);
    assertThat(result.total().unaccounted()).isZero();
    assertThat(result.exitCode()).isEqualTo(RunResult.EXIT_DIFFERENT);
    assertThat(Summary.conclusion(result)).isEqualTo(conclusion);
    JsonNode json = new ObjectMapper().readTree(Summary.json(result));
    assertThat(json.at("/total/differencesLeft").longValue()).isEqualTo(left);
  }

  @Test
  void backfillAll_copiesEverything_nothingRemains() {
    RunResult result = run(builder -> builder);
    assertThat(result.total().count(Action.COPIED)).isEqualTo(3);
    assertThat(result.exitCode()).isEqualTo(RunResult.EXIT_EQUAL);
    assertThat(Summary.conclusion(result)).isEqualTo("the replicas are equal to their sources");
  }

  @Test
  void backfillAll_repairsAreQueued_isNotEqual() throws IOException {
    assertLeft(
        run(builder -> builder.repair(new HintRepair(bodies -> {}))),
        Action.QUEUED,
        3,
        "3 objects may differ from their replicas; 3 repairs are left to the consumer of the"
            + " queue");
  }

  @Test
  void backfillAll_dryRun_isNotEqual() throws IOException {
    assertLeft(
        run(ReconcilerBuilder::dryRun),
        Action.WOULD_COPY,
        3,
        "3 objects may differ from their replicas");
  }

  @Test
  void backfillAll_ruleThatDoesNotOverwrite_keptReplicasAreNotEqual() throws IOException {
    buckets.rules(rule().options(CopyOptions.builder().overwrite(false).build()).build());
    assertLeft(run(builder -> builder), Action.KEPT, 2, "2 objects may differ from their replicas");
    assertThat(buckets.finding("in/missing").action()).isEqualTo(Action.COPIED);
  }

  @Test
  void backfillAllOfGivenKeys_repairsAreQueued_isNotEqual() throws IOException {
    Iterator<GivenKey> keys =
        List.of(GivenKey.source(null, "in/same"), GivenKey.source(null, "in/other")).iterator();
    assertLeft(
        run(
            builder ->
                builder
                    .keys(() -> keys.hasNext() ? keys.next() : null)
                    .repair(new HintRepair(bodies -> {}))),
        Action.QUEUED,
        2,
        "2 objects may differ from their replicas; 2 repairs are left to the consumer of the"
            + " queue");
  }
}
