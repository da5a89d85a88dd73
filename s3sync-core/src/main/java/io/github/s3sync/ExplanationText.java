package io.github.s3sync;

import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.LogText;
import io.github.s3sync.event.MalformedRecord;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.Decision;
import io.github.s3sync.plan.Explanation;
import java.util.List;
import java.util.function.Function;

/**
 * Formats explanations for people: a paragraph for each event and a line for each record that
 * cannot be read.
 */
final class ExplanationText {

  private final Function<CopyPlan, List<String>> requests;
  private final StringBuilder text = new StringBuilder();

  ExplanationText(Function<CopyPlan, List<String>> requests) {
    this.requests = requests;
  }

  void add(Explanation explanation) {
    ObjectEvent event = explanation.event();
    line(event.name() + " of " + event.bucket() + ": " + event.rawKey());
    for (Explanation.Answer answer : explanation.answers()) {
      String says = answer.whyNot() == null ? "matches" : "no, " + answer.whyNot();
      line("  rule '" + answer.rule() + "': " + says);
    }
    for (Decision decision : explanation.decisions()) {
      line("  -> " + describe(decision));
    }
  }

  void add(MalformedRecord record) {
    line("record " + record.index() + " cannot be read: " + record.problem());
  }

  void addSetUpMessages(int number) {
    if (number > 0) {
      line("messages that never name an object (set-up and test messages): " + number);
    }
  }

  private String describe(Decision decision) {
    if (decision instanceof Decision.Copy copy) {
      CopyPlan plan = copy.plan();
      String what =
          plan.event().kind() == EventKind.REMOVED
              ? "delete " + plan.replica() + " if " + plan.source() + " no longer exists,"
              : "copy " + plan.source() + " to " + plan.replica();
      return what + " with " + requests.apply(plan);
    }
    if (decision instanceof Decision.Skip skip) {
      return "nothing: " + skip.reason();
    }
    Decision.Refuse refuse = (Decision.Refuse) decision;
    return "fails: " + refuse.reason() + ", " + refuse.message();
  }

  private void line(String line) {
    text.append(LogText.of(line)).append('\n');
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
