package io.github.s3sync.copy;

import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * Which way the bytes of one copy go. What frames them is the same for all ways: when to copy and
 * when again, and how an upload is created, completed and aborted.
 */
interface Transfer {

  /** Whether an object of this size goes in parts. */
  boolean isLarge(long sizeBytes);

  /** How a large object is cut. */
  PartLayout layout(long sizeBytes);

  /** Copies an object in one request that writes. */
  Written whole(Source source);

  /** How many parts of an object cut like this may be copied at once, at least 1. */
  default int atOnce(PartLayout layout) {
    return Integer.MAX_VALUE;
  }

  /** Begins to copy an object in parts. */
  Parts parts(Source source, PartLayout layout, String uploadId);

  /** The parts of one upload. */
  interface Parts {

    /** Copies one, counted from 0; called by several threads. */
    CompletedPart copy(int part);

    /**
     * Looks at all that was copied, before it is put together.
     *
     * @throws CopyException if it is not what the source has
     */
    default void check() {}

    /** Ends what waits for another part: one has failed for good. */
    default void stop(RuntimeException why) {}
  }
}
