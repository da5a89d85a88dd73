package io.github.s3sync.transfer;

import io.github.s3sync.copy.CopyException;
import io.github.s3sync.event.Internal;
import io.github.s3sync.request.Source;
import io.github.s3sync.request.WriteResult;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * Moves the bytes of one copy. The rest is the same for all transfers: when to copy and when to
 * repeat it, and how an upload is created, completed and aborted.
 */
@Internal
public interface Transfer {

  /** Returns the layout of the parts of a large object. */
  PartLayout layout(long sizeBytes);

  /** Copies an object with a single write request. */
  WriteResult whole(Source source);

  /** Returns how many parts with this layout may be copied at the same time, at least 1. */
  default int atOnce(PartLayout layout) {
    return Integer.MAX_VALUE;
  }

  /** Starts to copy an object in parts. */
  Parts parts(Source source, PartLayout layout, String uploadId);

  /** The parts of one upload. */
  interface Parts {

    /** Copies one part, counted from 0; called by several threads. */
    CompletedPart copy(int part);

    /**
     * Checks all copied parts before the upload is completed.
     *
     * @throws CopyException if they are not the content of the source
     */
    default void check() {}

    /** Ends all waiting for other parts, because a part has failed permanently. */
    default void stop(RuntimeException why) {}
  }
}
