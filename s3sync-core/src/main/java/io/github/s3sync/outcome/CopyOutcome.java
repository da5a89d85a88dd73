package io.github.s3sync.outcome;

import io.github.s3sync.copy.CopyReceipt;
import io.github.s3sync.copy.DeleteReceipt;
import io.github.s3sync.event.LogText;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.Decision;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.plan.SkipReason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The result of an event for one destination.
 *
 * <p>Later versions may add kinds of outcomes. Code that must handle all of them switches over
 * {@link #kind()}, with a {@code default} branch if it is compiled against another version than it
 * runs with.
 *
 * @since 0.1.0
 */
public sealed interface CopyOutcome {

  /** The kinds of outcomes. Later versions may add constants. */
  enum Kind {
    /** A {@link Copied}. */
    COPIED,
    /** A {@link Deleted}. */
    DELETED,
    /** A {@link Skipped}. */
    SKIPPED,
    /** A {@link Failed}. */
    FAILED
  }

  /**
   * Returns the kind, which says which record this is.
   *
   * @return the kind
   */
  Kind kind();

  /**
   * The event.
   *
   * @return the event; null only for a record that could not be read
   */
  @Nullable ObjectEvent event();

  /**
   * What was planned.
   *
   * @return the plan; null where it did not get so far
   */
  @Nullable CopyPlan plan();

  /**
   * How many requests were made to S3.
   *
   * @return their number
   */
  int requests();

  /**
   * The sender's own identity of the record, see {@link ObjectEvent#id()}.
   *
   * @return the id, if there is one
   */
  default @Nullable String recordId() {
    ObjectEvent event = event();
    return event == null ? null : event.id();
  }

  /**
   * The rule that asked for it.
   *
   * @return its name; null where none did
   */
  default @Nullable String rule() {
    CopyPlan plan = plan();
    return plan == null ? null : plan.rule().name();
  }

  /**
   * The object to copy.
   *
   * @return the object; null where it did not get so far
   */
  default @Nullable ObjectRef source() {
    CopyPlan plan = plan();
    return plan == null ? null : plan.source();
  }

  /**
   * Where the copy goes.
   *
   * @return the replica; null where it did not get so far
   */
  default @Nullable ObjectRef replica() {
    CopyPlan plan = plan();
    return plan == null ? null : plan.replica();
  }

  /**
   * The replica was equal to its source when it was last looked at.
   *
   * @param plan what was planned
   * @param receipt the proof
   * @param lag from the event's time to the replica's; null if the event has none, or none that can
   *     be one. The clocks are S3's and this machine's, so a small lag may be negative
   */
  record Copied(CopyPlan plan, CopyReceipt receipt, @Nullable Duration lag) implements CopyOutcome {

    @Override
    public Kind kind() {
      return Kind.COPIED;
    }

    @Override
    public ObjectEvent event() {
      return plan.event();
    }

    @Override
    public int requests() {
      return receipt.requests();
    }

    /**
     * The object's size.
     *
     * @return bytes
     */
    public long bytes() {
      return receipt.bytes();
    }

    @Override
    public String toString() {
      return "copied " + plan + ": " + receipt + (lag == null ? "" : ", lag " + lag);
    }
  }

  /**
   * The source was gone, and so is the replica.
   *
   * @param plan what was planned
   * @param receipt the proof
   * @param lag from the event's time to the replica's end; null if the event has none, or none that
   *     can be one. The clocks are S3's and this machine's, so a small lag may be negative
   */
  record Deleted(CopyPlan plan, DeleteReceipt receipt, @Nullable Duration lag)
      implements CopyOutcome {

    @Override
    public Kind kind() {
      return Kind.DELETED;
    }

    @Override
    public ObjectEvent event() {
      return plan.event();
    }

    @Override
    public int requests() {
      return receipt.requests();
    }

    @Override
    public String toString() {
      return "deleted " + plan + ": " + receipt + (lag == null ? "" : ", lag " + lag);
    }
  }

  /**
   * Nothing had to be copied or deleted.
   *
   * @param event the event
   * @param plan what was planned; null where no rule takes the event
   * @param reason why
   * @param requests how many requests it took to find out
   */
  record Skipped(ObjectEvent event, @Nullable CopyPlan plan, SkipReason reason, int requests)
      implements CopyOutcome {

    @Override
    public Kind kind() {
      return Kind.SKIPPED;
    }

    @Override
    public String toString() {
      return "skipped " + reason + ": " + (plan == null ? event : plan);
    }
  }

  /**
   * The replica is not known to be equal to its source.
   *
   * @param event the event; null only for a record that could not be read
   * @param plan what was planned; null where it did not get so far
   * @param rule the rule that asked for it; null where it did not get so far
   * @param recordId the sender's own identity of the record, if there is one
   * @param reason why
   * @param message what was seen and what was expected, for people
   * @param requests how many requests were made
   * @param cause the exception behind it, if there is one
   */
  record Failed(
      @Nullable ObjectEvent event,
      @Nullable CopyPlan plan,
      @Nullable String rule,
      @Nullable String recordId,
      FailureReason reason,
      String message,
      int requests,
      @Nullable Throwable cause)
      implements CopyOutcome {

    @Override
    public Kind kind() {
      return Kind.FAILED;
    }

    /**
     * Returns the outcome of a record or body that could not be read.
     *
     * @param recordId the id of the record, or else of its message; null if there is none
     * @param message what is wrong
     * @return a failure with the reason {@link FailureReason#MALFORMED_EVENT}
     */
    public static Failed malformed(@Nullable String recordId, String message) {
      return new Failed(
          null, null, null, recordId, FailureReason.MALFORMED_EVENT, message, 0, null);
    }

    /**
     * Returns the outcome of an event that could not be planned.
     *
     * @param refusal the decision
     * @return a failure with the reason and message of the decision
     */
    public static Failed refused(Decision.Refuse refusal) {
      ObjectEvent event = refusal.event();
      return new Failed(
          event, null, refusal.rule(), event.id(), refusal.reason(), refusal.message(), 0, null);
    }

    /**
     * Returns the outcome of a plan whose execution threw.
     *
     * @param plan the plan
     * @param reason why it failed
     * @param cause what was thrown
     * @param requests the number of requests to S3
     * @return a failure with the message of the cause
     */
    public static Failed of(CopyPlan plan, FailureReason reason, Throwable cause, int requests) {
      return new Failed(
          plan.event(),
          plan,
          plan.rule().name(),
          plan.event().id(),
          reason,
          messageOf(cause),
          requests,
          cause);
    }

    /**
     * Returns the outcome of a message whose handling threw before any of its records had one.
     *
     * @param cause what was thrown
     * @return a failure with the reason {@link FailureReason#UNEXPECTED}
     */
    public static Failed unexpected(Throwable cause) {
      return new Failed(
          null, null, null, null, FailureReason.UNEXPECTED, cause.toString(), 0, cause);
    }

    /** Returns the message; an error's own message is often only a name. */
    private static String messageOf(Throwable cause) {
      String message = cause.getMessage();
      return message == null || cause instanceof Error ? cause.toString() : message;
    }

    /**
     * Whether the same event may succeed later without anybody changing anything.
     *
     * @return true if it is worth another try
     */
    public boolean retryable() {
      return reason.retryable();
    }

    /** One line without the cause, whose message is in this one's where it says more. */
    @Override
    public String toString() {
      StringBuilder text = new StringBuilder("failed ").append(reason).append(": ");
      text.append(LogText.of(message, 1_000));
      if (plan != null) {
        text.append(": ").append(plan);
      } else if (event != null) {
        text.append(": ").append(event);
      } else if (recordId != null) {
        text.append(": ").append(LogText.of(recordId, 100));
      }
      return text.toString();
    }
  }
}
