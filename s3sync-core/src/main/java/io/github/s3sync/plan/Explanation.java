package io.github.s3sync.plan;

import io.github.s3sync.event.LogText;
import io.github.s3sync.event.ObjectEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why an event leads to what it leads to.
 *
 * @param event the event
 * @param answers each rule's, in the order of the rules
 * @param decisions what is to be done
 * @since 0.1.0
 */
public record Explanation(ObjectEvent event, List<Answer> answers, List<Decision> decisions) {

  /** Takes copies of the lists. */
  public Explanation {
    answers = List.copyOf(answers);
    decisions = List.copyOf(decisions);
  }

  /**
   * One rule's answer.
   *
   * @param rule the rule's name
   * @param whyNot why it does not take the event; null if it does
   */
  public record Answer(String rule, @Nullable String whyNot) {

    @Override
    public String toString() {
      String says = whyNot == null ? "matches" : "no, " + LogText.of(whyNot, 1_000);
      return "rule '" + LogText.of(rule, 200) + "': " + says;
    }
  }
}
