package io.github.s3sync.plan;

import io.github.s3sync.event.LogText;
import io.github.s3sync.event.ObjectEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Explains the decisions about an event.
 *
 * @param event the event
 * @param answers the answer of each rule, in the order of the rules
 * @param decisions the decisions
 * @since 0.1.0
 */
public record Explanation(ObjectEvent event, List<Answer> answers, List<Decision> decisions) {

  /** Copies the lists. */
  public Explanation {
    answers = List.copyOf(answers);
    decisions = List.copyOf(decisions);
  }

  /**
   * The answer of one rule.
   *
   * @param rule the name of the rule
   * @param whyNot why the rule does not match the event; null if it matches
   */
  public record Answer(String rule, @Nullable String whyNot) {

    @Override
    public String toString() {
      String says = whyNot == null ? "matches" : "no, " + LogText.of(whyNot, 1_000);
      return "rule '" + LogText.of(rule, 200) + "': " + says;
    }
  }
}
