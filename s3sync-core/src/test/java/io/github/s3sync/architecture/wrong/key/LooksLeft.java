package io.github.s3sync.architecture.wrong.key;

import io.github.s3sync.architecture.wrong.event.LooksRight;

/** Closes a circle. */
public final class LooksLeft {
  private LooksLeft() {}

  /** Uses the package that uses this one. */
  public static boolean isRight(Object value) {
    return value instanceof LooksRight;
  }
}
