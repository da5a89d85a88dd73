package io.github.s3sync.outcome;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What became of a notification.
 *
 * @param outcomes one for each destination of each event that a rule takes, one for each that none
 *     does, and one for each record that could not be read
 * @param setUpMessages how many messages had no object in them by design, such as {@code
 *     s3:TestEvent}
 * @since 0.1.0
 */
public record SyncReport(List<CopyOutcome> outcomes, int setUpMessages) {

  /** How many failures {@link #toString} has. */
  private static final int SHOWN = 3;

  /** Takes a copy of the list. */
  public SyncReport {
    outcomes = List.copyOf(outcomes);
  }

  /**
   * The copies made.
   *
   * @return them, in the order of the events
   */
  public List<CopyOutcome.Copied> copied() {
    return only(CopyOutcome.Copied.class);
  }

  /**
   * The replicas deleted, by rules that take {@code EventKind.REMOVED}.
   *
   * @return them, in the order of the events
   */
  public List<CopyOutcome.Deleted> deleted() {
    return only(CopyOutcome.Deleted.class);
  }

  /**
   * What did not have to be copied or deleted.
   *
   * @return them, in the order of the events
   */
  public List<CopyOutcome.Skipped> skipped() {
    return only(CopyOutcome.Skipped.class);
  }

  /**
   * What failed. A notification may be acknowledged only if this is empty.
   *
   * @return them, in the order of the events
   */
  public List<CopyOutcome.Failed> failed() {
    return only(CopyOutcome.Failed.class);
  }

  /**
   * For people and logs.
   *
   * @return a line such as {@code 2 copied, 1 skipped, 0 failed}; with {@code 3 deleted} in it if
   *     there are any
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
   * For people and logs.
   *
   * @return the summary and the first failures, on one line
   */
  @Override
  public String toString() {
    List<CopyOutcome.Failed> failed = failed();
    String first =
        failed.stream().limit(SHOWN).map(Object::toString).collect(Collectors.joining("; "));
    return summary()
        + (failed.isEmpty() ? "" : ": " + first)
        + (failed.size() > SHOWN ? "; …" : "");
  }

  private <T extends CopyOutcome> List<T> only(Class<T> type) {
    return outcomes.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
