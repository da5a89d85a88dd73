package io.github.s3sync.reconcile.listing;

import io.github.s3sync.event.LogText;
import io.github.s3sync.plan.FailureReason;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Retries page requests that failed with a transient error, in addition to the retries of the
 * client, and logs each retry. Otherwise, a single failed page would end a listing of millions of
 * pages.
 *
 * @since 0.1.0
 */
public final class RetryingPages implements PageSource {

  private static final Logger log = LoggerFactory.getLogger(RetryingPages.class);

  private static final int MAX_ATTEMPTS = 5;

  private final PageSource pages;
  private final Duration pause;

  /**
   * Creates a source of pages.
   *
   * @param pages provides the pages
   * @param pause the first pause; each further pause is twice as long
   */
  public RetryingPages(PageSource pages, Duration pause) {
    this.pages = Objects.requireNonNull(pages, "pages");
    this.pause = Objects.requireNonNull(pause, "pause");
  }

  @Override
  public ListingPage page(String prefix, @Nullable String startAfter, @Nullable String token) {
    for (int attempt = 1; ; attempt++) {
      try {
        return pages.page(prefix, startAfter, token);
      } catch (ListingException e) {
        if (attempt == MAX_ATTEMPTS || !mayPass(e.reason())) {
          throw e;
        }
        pause(attempt, e);
      }
    }
  }

  private void pause(int attempt, ListingException problem) {
    Duration length = pause.multipliedBy(1L << (attempt - 1));
    log.warn(
        "attempt {} of {} to list failed and is retried after {}: {}",
        attempt,
        MAX_ATTEMPTS,
        length,
        LogText.of(String.valueOf(problem.getMessage())));
    try {
      Thread.sleep(length.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ListingException(
          FailureReason.INTERRUPTED,
          "interrupted before a retry of: " + problem.getMessage(),
          problem);
    }
  }

  private static boolean mayPass(FailureReason reason) {
    return reason == FailureReason.THROTTLED
        || reason == FailureReason.SERVICE_ERROR
        || reason == FailureReason.NO_ANSWER;
  }
}
