package io.github.s3sync.simulation;

import org.jspecify.annotations.Nullable;

/** One change of a replica, as it was made. */
final class Writing {

  /** Who made it. */
  final Worker.Life by;

  /** What it became; null for a delete. */
  final @Nullable State state;

  /** Whether it was made by one request. */
  final boolean single;

  /** When the source was read, and when the replica was changed. */
  final long readAt;

  final long changedAt;

  /** How long the request took; endless for one whose maker never heard of it. */
  long took = Long.MAX_VALUE;

  Writing(Worker.Life by, @Nullable State state, boolean single, long readAt, long changedAt) {
    this.by = by;
    this.state = state;
    this.single = single;
    this.readAt = readAt;
    this.changedAt = changedAt;
  }
}
