package io.github.s3sync.copy;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long one attempt of a request may take before the client gives it up and retries it. The
 * socket's own timeout must be right for the largest part, which S3 copies in silence for a quarter
 * of an hour; a connection that died must not hold smaller requests as long as that.
 *
 * @param attempt null for as long as the socket's timeout allows
 */
record Patience(@Nullable Duration attempt) {

  private static final Duration LEAST = Duration.ofMinutes(2);

  /** A sixth of the slowest rate that anybody has published of copies inside S3. */
  private static final long COPIED_PER_SECOND = 1_000_000;

  /** A slow line, shared by all parts. */
  private static final long STREAMED_PER_SECOND = 100_000;

  /** For requests without a body to speak of. */
  static final Patience QUICK = new Patience(LEAST);

  /** For what S3 keeps alive with white space until it ends. */
  static final Patience LONG = new Patience(null);

  /** For a copy of so many bytes inside S3. */
  static Patience copying(long bytes) {
    return new Patience(LEAST.plusSeconds(bytes / COPIED_PER_SECOND));
  }

  /** For a body of so many bytes. */
  static Patience streaming(long bytes) {
    return new Patience(LEAST.plusSeconds(bytes / STREAMED_PER_SECOND));
  }
}
