package io.github.s3sync.simulation;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The faults of requests. */
enum Fault {
  /** Nothing. */
  NONE,
  /** 503, and nothing is done. */
  THROTTLED,
  /** 500, and nothing is done. */
  FAILED,
  /** No answer, and nothing is done. */
  RESET,
  /** No answer, but the request is carried out. */
  LOST,
  /** Carried out without an answer, and repeated by the SDK. */
  REPEATED,
  /** 409 for a write. */
  CONFLICT,
  /** 412 for a copy, though its condition holds. */
  PRECONDITION,
  /** 404 for a copy, although its source exists. */
  GONE,
  /** The body of the answer ends early. */
  CUT,
  /** The body of the answer has the right length and other bytes. */
  OTHER_BYTES,
  /** All uploads are aborted before the request. */
  UPLOADS_ABORTED;

  static final List<Fault> OF_READS = List.of(THROTTLED, FAILED, RESET, LOST, REPEATED);
  static final List<Fault> OF_WRITES = and(OF_READS, CONFLICT);
  static final List<Fault> OF_COPIES = and(OF_WRITES, PRECONDITION, GONE, UPLOADS_ABORTED);

  static final List<Fault> OF_CONDITIONAL_WRITES = and(OF_WRITES, PRECONDITION);
  static final List<Fault> OF_UPLOADS = and(OF_WRITES, UPLOADS_ABORTED);
  static final List<Fault> OF_STREAMED_READS = and(OF_READS, PRECONDITION, GONE);

  private static List<Fault> and(List<Fault> some, Fault... more) {
    Set<Fault> all = EnumSet.copyOf(some);
    all.addAll(List.of(more));
    return List.copyOf(all.stream().sorted().toList());
  }
}
