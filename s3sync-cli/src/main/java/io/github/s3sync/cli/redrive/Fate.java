package io.github.s3sync.cli.redrive;

/** Defines what a run did with a message. */
public enum Fate {
  /** The message was sent, and deleted from the dead-letter queue. */
  PUT_BACK,
  /** The message would have been put back, but it is a dry run. */
  WOULD_PUT_BACK,
  /** The message was sent, but is still in the dead-letter queue, because the delete failed. */
  NOT_DELETED,
  /** The message is still in the dead-letter queue, because its sending was not confirmed. */
  NOT_SENT,
  /** The message is not selected. */
  NOT_SELECTED,
  /** The message is not selected, because s3sync cannot read it. */
  UNREADABLE,
  /** The message was sent to the dead-letter queue after the run began, and stays there. */
  NEWER;
}
