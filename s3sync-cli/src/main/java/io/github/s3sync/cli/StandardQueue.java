package io.github.s3sync.cli;

import io.github.s3sync.cli.option.UsageException;
import org.jspecify.annotations.Nullable;

/** Checks the options that name a queue to which messages are sent. */
final class StandardQueue {

  private StandardQueue() {}

  /**
   * Refuses a FIFO queue. The name of each FIFO queue ends with {@code .fifo}.
   *
   * @param option the name of the option
   * @param url the URL of the queue; null if none is given
   * @param reason why a FIFO queue cannot be used, and what to do instead
   * @throws UsageException if it is the URL of a FIFO queue
   */
  static void require(String option, @Nullable String url, String reason) {
    if (url != null && url.endsWith(".fifo")) {
      throw new UsageException(
          option + " is '" + url + "', a FIFO queue, expected a standard queue: " + reason);
    }
  }
}
