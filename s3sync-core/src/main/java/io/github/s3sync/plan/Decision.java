package io.github.s3sync.plan;

import io.github.s3sync.event.LogText;
import io.github.s3sync.event.ObjectEvent;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done about an event for one destination.
 *
 * @since 0.1.0
 */
public sealed interface Decision {

  /**
   * Copy.
   *
   * @param plan what to copy where
   */
  record Copy(CopyPlan plan) implements Decision {

    @Override
    public String toString() {
      return "copy " + plan;
    }
  }

  /**
   * Do nothing, rightly.
   *
   * @param event the event
   * @param reason why
   */
  record Skip(ObjectEvent event, SkipReason reason) implements Decision {

    @Override
    public String toString() {
      return "skip " + reason + ": " + event;
    }
  }

  /**
   * Do nothing, because it cannot be done.
   *
   * @param event the event
   * @param rule the rule that asked for it, if it got so far
   * @param reason why
   * @param message the field, the value and what was expected
   */
  record Refuse(ObjectEvent event, @Nullable String rule, FailureReason reason, String message)
      implements Decision {

    @Override
    public String toString() {
      return "refuse " + reason + ": " + LogText.of(message, 1_000) + ": " + event;
    }
  }
}
