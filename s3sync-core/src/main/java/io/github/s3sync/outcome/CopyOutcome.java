package io.github.s3sync.outcome;

import io.github.s3sync.copy.CopyException;
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
   * Returns the event.
   *
   * @return the event; null only for a record that could not be read
   */
  @Nullable ObjectEvent event();

  /**
   * Returns the plan.
   *
   * @return the plan; null if the event was not planned
   */
  @Nullable CopyPlan plan();

  /**
   * Returns how many requests were made to S3.
   *
   * @return the number of requests
   */
  int requests();

  /**
   * Returns the sender's id of the record, see {@link ObjectEvent#id()}.
   *
   * @return the id; null if there is none
   */
  default @Nullable String recordId() {
    ObjectEvent event = event();
    return event == null ? null : event.id();
  }

  /**
   * Returns the rule that matched the event.
   *
   * @return the name of the rule; null if no rule matched
   */
  default @Nullable String rule() {
    CopyPlan plan = plan();
    return plan == null ? null : plan.rule().name();
  }

  /**
   * Returns the object to copy.
   *
   * @return the object; null if the event was not planned
   */
  default @Nullable ObjectRef source() {
    CopyPlan plan = plan();
    return plan == null ? null : plan.source();
  }

  /**
   * Returns the replica.
   *
   * @return the replica; null if the event was not planned
   */
  default @Nullable ObjectRef replica() {
    CopyPlan plan = plan();
    return plan == null ? null : plan.replica();
  }

  /**
   * The replica was equal to its source when the source was last looked up.
   *
   * @param plan the plan
   * @param receipt the receipt of the copy
   * @param lag the time from the event to the replica; null if the event has no time or an
   *     implausible one. It compares the clocks of S3 and of this machine, so a small lag may be
   *     negative
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
     * Returns the size of the object.
     *
     * @return the size in bytes
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
   * The source was gone, and the replica was deleted.
   *
   * @param plan the plan
   * @param receipt the receipt of the delete
   * @param lag the time from the event to the delete of the replica; null if the event has no time
   *     or an implausible one. It compares the clocks of S3 and of this machine, so a small lag may
   *     be negative
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
   * @param plan the plan; null if no rule matches the event
   * @param reason the reason
   * @param requests how many requests were needed to decide
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
   * The event failed, so the replica may differ from its source.
   *
   * @param event the event; null only for a record that could not be read
   * @param plan the plan; null if the event was not planned
   * @param rule the rule that matched; null if the event failed before a rule matched
   * @param recordId the sender's id of the record; null if there is none
   * @param reason the reason
   * @param message a description of the problem for people
   * @param requests how many requests were made
   * @param cause the exception; null if there is none
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
     * @param message a description of the problem
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
     * @param reason the reason
     * @param cause the exception
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
     * @param cause the exception
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
     * Tells whether the same event may succeed later without any change by an operator.
     *
     * @return true if a retry may succeed
     */
    public boolean retryable() {
      return reason.retryable();
    }

    /**
     * Returns how many parts of a large object this attempt copied into an upload that the next
     * attempt resumes.
     *
     * @return the number of parts; 0 if this attempt copied none
     */
    public int partsKept() {
      return cause instanceof CopyException failure ? failure.partsKept() : 0;
    }

    /**
     * Describes the failure in one line, without the cause. The message contains that of the cause
     * if it adds information.
     */
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
