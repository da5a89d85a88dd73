package io.github.s3sync.simulation;

import org.jspecify.annotations.Nullable;

/** One change of a replica. */
final class Writing {

  /** The process that made the change. */
  final Worker.Life by;

  /** The new state; null for a delete. */
  final @Nullable State state;

  /** Whether content, properties and tags were read by a single request. */
  final boolean readAtOnce;

  /** Whether it was a multipart copy, after which the source is always re-checked. */
  final boolean inParts;

  /** When the source was read, and when the replica was changed. */
  final long readAt;

  final long changedAt;

  /** How long the request took; infinite if its sender never received an answer. */
  long took = Long.MAX_VALUE;

  private Writing(
      Worker.Life by,
      @Nullable State state,
      boolean readAtOnce,
      boolean inParts,
      long readAt,
      long changedAt) {
    this.by = by;
    this.state = state;
    this.readAtOnce = readAtOnce;
    this.inParts = inParts;
    this.readAt = readAt;
    this.changedAt = changedAt;
  }

  static Writing copied(Worker.Life by, State state, long readAt, long changedAt) {
    return new Writing(by, state, true, false, readAt, changedAt);
  }

  static Writing streamed(Worker.Life by, State state, long readAt, long changedAt) {
    return new Writing(by, state, false, false, readAt, changedAt);
  }

  static Writing inParts(Worker.Life by, State state, long readAt, long changedAt) {
    return new Writing(by, state, false, true, readAt, changedAt);
  }

  static Writing deleted(Worker.Life by, long at) {
    return new Writing(by, null, true, false, at, at);
  }
}
