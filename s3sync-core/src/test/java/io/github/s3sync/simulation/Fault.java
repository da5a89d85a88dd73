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
  /** 404 for a copy, though its source is there. */
  GONE,
  /** All uploads are aborted before the request. */
  UPLOADS_ABORTED;

  static final List<Fault> OF_READS = List.of(THROTTLED, FAILED, RESET, LOST, REPEATED);
  static final List<Fault> OF_WRITES = and(OF_READS, CONFLICT);
  static final List<Fault> OF_COPIES = and(OF_WRITES, PRECONDITION, GONE, UPLOADS_ABORTED);

  /** If nothing may be overwritten, 412 has a different meaning. */
  static final List<Fault> OF_COPIES_ONTO_NOTHING = and(OF_WRITES, GONE, UPLOADS_ABORTED);

  private static List<Fault> and(List<Fault> some, Fault... more) {
    Set<Fault> all = EnumSet.copyOf(some);
    all.addAll(List.of(more));
    return List.copyOf(all.stream().sorted().toList());
  }
}
