package io.github.s3sync.client;

import io.github.s3sync.event.Internal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Limits how long one attempt of a request may take before the client cancels and retries it. The
 * socket timeout must allow for the largest part, for which S3 sends nothing for a quarter of an
 * hour. A dead connection must not delay smaller requests for as long.
 *
 * @param attempt the limit; null for the socket timeout
 */
@Internal
public record Patience(@Nullable Duration attempt) {

  private static final Duration MIN_ATTEMPT = Duration.ofMinutes(2);

  /** A sixth of the slowest published rate of copies inside S3. */
  private static final long COPIED_PER_SECOND = 1_000_000;

  /** The rate of a slow connection that all parts share. */
  private static final long STREAMED_PER_SECOND = 100_000;

  /** For requests without a large body. */
  public static final Patience QUICK = new Patience(MIN_ATTEMPT);

  /** For requests that S3 keeps alive with white space until they end. */
  public static final Patience LONG = new Patience(null);

  /** Returns the limit for a copy of this many bytes inside S3. */
  public static Patience copying(long bytes) {
    return new Patience(MIN_ATTEMPT.plusSeconds(bytes / COPIED_PER_SECOND));
  }

  /** Returns the limit for a body of this many bytes. */
  public static Patience streaming(long bytes) {
    return new Patience(MIN_ATTEMPT.plusSeconds(bytes / STREAMED_PER_SECOND));
  }
}
