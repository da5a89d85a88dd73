package io.github.s3sync.simulation;

import org.jspecify.annotations.Nullable;

/** One change of a replica. */
final class Writing {

  /** The process that made the change. */
  final Worker.Life by;

  /** The new state; null for a delete. */
  final @Nullable State state;

  /** Whether it was made by a single request. */
  final boolean single;

  /** When the source was read, and when the replica was changed. */
  final long readAt;

  final long changedAt;

  /** How long the request took; infinite if its sender never received an answer. */
  long took = Long.MAX_VALUE;

  Writing(Worker.Life by, @Nullable State state, boolean single, long readAt, long changedAt) {
    this.by = by;
    this.state = state;
    this.single = single;
    this.readAt = readAt;
    this.changedAt = changedAt;
  }
}
