package io.github.s3sync.reconcile.checkpoint;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if a checkpoint cannot be used or stored. The message names the checkpoint and what to do.
 *
 * @since 0.1.0
 */
public final class CheckpointException extends RuntimeException {

  /** Defines why a checkpoint cannot be used or stored. */
  public enum Reason {
    /** A checkpoint exists, but the run was not configured to resume it. */
    EXISTS,
    /** The checkpoint belongs to a run with other rules or settings. */
    OTHER_RUN,
    /** The checkpoint is truncated, was changed, or is not a checkpoint. */
    CORRUPT,
    /** The checkpoint would be one of the objects that the run compares. */
    MISPLACED,
    /** The checkpoint cannot be read. */
    UNREADABLE,
    /** The checkpoint cannot be written. */
    UNWRITABLE
  }

  private final Reason reason;

  /**
   * Creates an exception.
   *
   * @param reason why the checkpoint cannot be used or stored
   * @param message an explanation for people
   * @param cause the underlying exception; null if there is none
   */
  public CheckpointException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = Objects.requireNonNull(reason, "reason");
  }

  /**
   * Returns why the checkpoint cannot be used or stored.
   *
   * @return the reason
   */
  public Reason reason() {
    return reason;
  }
}
