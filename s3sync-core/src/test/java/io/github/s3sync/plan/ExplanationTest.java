package io.github.s3sync.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.EventSource;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRules;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExplanationTest {

  private static ObjectEvent event(EventKind kind, String rawKey) {
    return ObjectEvent.builder(EventSource.S3, kind, "src", rawKey).name("n").sizeBytes(5L).build();
  }

  private static @Nullable String whyNot(CopyRule rule, ObjectEvent event) {
    Explanation explanation = new CopyPlanner(CopyRules.of(rule)).explain(event);
    assertThat(explanation.answers()).extracting(Explanation.Answer::rule).containsExactly("r");
    return explanation.answers().get(0).whyNot();
  }

  @Test
  void explain_match_hasNoReasonAgainst() {
    CopyRule rule = CopyRule.named("r").from("src").to("dst").build();

    assertThat(whyNot(rule, event(EventKind.CREATED, "a"))).isNull();
  }

  @Test
  void explain_eachMismatch_saysWhatTheRuleTakes() {
    ObjectEvent event = event(EventKind.CREATED, "a");

    assertThat(whyNot(CopyRule.named("r").from("other").to("dst").build(), event))
        .isEqualTo("its source bucket is 'other'");
    assertThat(whyNot(CopyRule.named("r").from("src").prefix("in/").to("dst").build(), event))
        .isEqualTo("it accepts only keys that start with 'in/'");
    assertThat(whyNot(CopyRule.named("r").from("src").suffix(".txt").to("dst").build(), event))
        .isEqualTo("its filter does not accept the key");
    assertThat(
            whyNot(CopyRule.named("r").from("src").on(EventKind.RESTORED).to("dst").build(), event))
        .isEqualTo("it accepts only events of kind [RESTORED]");
    assertThat(whyNot(CopyRule.named("r").from("src").minSizeBytes(6).to("dst").build(), event))
        .contains("minBytes=6");
  }

  @Test
  void explain_undecodableKey_saysSo() {
    CopyRule rule = CopyRule.named("r").from("src").to("dst").build();

    assertThat(whyNot(rule, event(EventKind.CREATED, "%zz"))).contains("malformed escape");
  }

  @Test
  void explain_filterThrows_saysSo() {
    CopyRule rule =
        CopyRule.named("r")
            .from("src")
            .filter(
                object -> {
                  throw new IllegalStateException("boom");
                })
            .to("dst")
            .build();

    assertThat(whyNot(rule, event(EventKind.CREATED, "a")))
        .isEqualTo("its filter failed: java.lang.IllegalStateException: boom");
  }

  @Test
  void explain_decisions_areThoseOfThePlan() {
    CopyPlanner planner =
        new CopyPlanner(CopyRules.of(CopyRule.named("r").from("src").to("dst").build()));
    ObjectEvent event = event(EventKind.CREATED, "a");

    assertThat(planner.explain(event).decisions()).isEqualTo(planner.plan(event));
  }
}
