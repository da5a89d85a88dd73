package io.github.s3sync.outcome;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Reports the outcomes of a notification.
 *
 * @param outcomes one outcome for each destination of each event that a rule matches, one for each
 *     event that no rule matches, and one for each record that could not be read
 * @param setUpMessages the number of messages without an object, such as {@code s3:TestEvent}
 * @since 0.1.0
 */
public record SyncReport(List<CopyOutcome> outcomes, int setUpMessages) {

  /** How many failures {@link #toString} includes. */
  private static final int MAX_SHOWN_FAILURES = 3;

  /** Copies the list. */
  public SyncReport {
    outcomes = List.copyOf(outcomes);
  }

  /**
   * Returns the copies.
   *
   * @return the copies, in the order of the events
   */
  public List<CopyOutcome.Copied> copied() {
    return only(CopyOutcome.Copied.class);
  }

  /**
   * Returns the deletes, made by rules that accept {@code EventKind.REMOVED}.
   *
   * @return the deletes, in the order of the events
   */
  public List<CopyOutcome.Deleted> deleted() {
    return only(CopyOutcome.Deleted.class);
  }

  /**
   * Returns the events for which nothing had to be copied or deleted.
   *
   * @return the skipped outcomes, in the order of the events
   */
  public List<CopyOutcome.Skipped> skipped() {
    return only(CopyOutcome.Skipped.class);
  }

  /**
   * Returns the failures. A notification may be acknowledged only if there are none.
   *
   * @return the failures, in the order of the events
   */
  public List<CopyOutcome.Failed> failed() {
    return only(CopyOutcome.Failed.class);
  }

  /**
   * Summarizes the report for logs.
   *
   * @return a line such as {@code 2 copied, 1 skipped, 0 failed}; it also contains {@code 3
   *     deleted} if there are deletes
   */
  public String summary() {
    int deleted = deleted().size();
    return copied().size()
        + " copied, "
        + (deleted == 0 ? "" : deleted + " deleted, ")
        + skipped().size()
        + " skipped, "
        + failed().size()
        + " failed";
  }

  /**
   * Describes the report for logs.
   *
   * @return the summary and the first failures, on one line
   */
  @Override
  public String toString() {
    List<CopyOutcome.Failed> failed = failed();
    String first =
        failed.stream()
            .limit(MAX_SHOWN_FAILURES)
            .map(Object::toString)
            .collect(Collectors.joining("; "));
    return summary()
        + (failed.isEmpty() ? "" : ": " + first)
        + (failed.size() > MAX_SHOWN_FAILURES ? "; …" : "");
  }

  private <T extends CopyOutcome> List<T> only(Class<T> type) {
    return outcomes.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
