package io.github.s3sync.simulation;

/** The changes of a source. */
enum Change {
  PUT,
  /** The same bytes with other headers and tags. */
  PUT_SAME_BYTES,
  /** A previous state is put again. */
  PUT_AGAIN,
  DELETE,
  /** A version or a delete marker is destroyed. */
  PURGE;

  private static final Change[] BY_WEIGHT = {
    PUT, PUT, PUT, PUT, PUT_SAME_BYTES, PUT_SAME_BYTES, PUT_AGAIN, DELETE, DELETE, PURGE, PURGE
  };

  static Change of(int number) {
    return BY_WEIGHT[number % BY_WEIGHT.length];
  }

  boolean isPut() {
    return this == PUT || this == PUT_SAME_BYTES || this == PUT_AGAIN;
  }
}
