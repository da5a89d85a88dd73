package io.github.s3sync.reconcile.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3sync.plan.FailureReason;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Retries of failed page requests, and what the log says meanwhile. */
class RetryingPagesTest {

  private static final ListingPage PAGE = new ListingPage(List.of(), false, null);

  private final AtomicInteger requests = new AtomicInteger();

  private PageSource failing(int times, FailureReason reason) {
    return (prefix, startAfter, token) -> {
      if (requests.getAndIncrement() < times) {
        throw new ListingException(reason, "ListObjectsV2 of s3://src: Connection\nrefused", null);
      }
      return PAGE;
    };
  }

  /** Returns the lines of the log, which goes to the error stream. */
  private static List<String> logOf(Runnable action) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      action.run();
    } finally {
      System.setErr(before);
    }
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void page_noAnswerForAWhile_isRetriedAndEachRetryIsLogged() {
    PageSource pages = new RetryingPages(failing(2, FailureReason.NO_ANSWER), Duration.ZERO);

    List<String> log = logOf(() -> assertThat(pages.page("", null, null)).isSameAs(PAGE));

    assertThat(log).hasSize(2);
    assertThat(log.get(0)).contains("WARN", "attempt 1 of 5", "s3://src: Connection\\u000Arefused");
    assertThat(log.get(1)).contains("attempt 2 of 5");
  }

  @Test
  void page_neverAnswered_failsAfterFiveAttempts() {
    PageSource pages = new RetryingPages(failing(9, FailureReason.NO_ANSWER), Duration.ZERO);

    List<String> log =
        logOf(
            () ->
                assertThatThrownBy(() -> pages.page("", null, null))
                    .isInstanceOf(ListingException.class));

    assertThat(requests).hasValue(5);
    assertThat(log).hasSize(4);
  }

  @Test
  void page_accessDenied_isNotRetried() {
    PageSource pages = new RetryingPages(failing(1, FailureReason.ACCESS_DENIED), Duration.ZERO);

    assertThatThrownBy(() -> pages.page("", null, null)).isInstanceOf(ListingException.class);
    assertThat(requests).hasValue(1);
  }
}
