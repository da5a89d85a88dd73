package io.github.s3sync.plan;

import io.github.s3sync.event.LogText;
import io.github.s3sync.event.ObjectEvent;
import org.jspecify.annotations.Nullable;

/**
 * The decision about an event for one destination. Later versions may add kinds of decisions.
 *
 * @since 0.1.0
 */
public sealed interface Decision {

  /**
   * Copy or delete.
   *
   * @param plan the plan
   */
  record Copy(CopyPlan plan) implements Decision {

    @Override
    public String toString() {
      return "copy " + plan;
    }
  }

  /**
   * Nothing needs to be done.
   *
   * @param event the event
   * @param reason the reason
   */
  record Skip(ObjectEvent event, SkipReason reason) implements Decision {

    @Override
    public String toString() {
      return "skip " + reason + ": " + event;
    }
  }

  /**
   * The event cannot be carried out.
   *
   * @param event the event
   * @param rule the rule that matched; null if the event failed before a rule matched
   * @param reason the reason
   * @param message the field, the value and the expected values
   */
  record Refuse(ObjectEvent event, @Nullable String rule, FailureReason reason, String message)
      implements Decision {

    @Override
    public String toString() {
      return "refuse " + reason + ": " + LogText.of(message, 1_000) + ": " + event;
    }
  }
}
