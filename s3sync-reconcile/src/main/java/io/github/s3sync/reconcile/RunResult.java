package io.github.s3sync.reconcile;

import io.github.s3sync.reconcile.compare.FlowResult;
import io.github.s3sync.reconcile.compare.Tally;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a run found and did.
 *
 * @param flows the result of each rule and destination, by its description
 * @param stopped whether the run was ended early
 * @since 0.1.0
 */
public record RunResult(Map<String, FlowResult> flows, boolean stopped) {

  /** The two sides are equal, or were made equal. */
  public static final int EXIT_EQUAL = 0;

  /** Differences remain. */
  public static final int EXIT_DIFFERENT = 1;

  /** Not every object could be looked at or compared. */
  public static final int EXIT_INCOMPLETE = 2;

  /** Copies the map. */
  public RunResult {
    flows = Collections.unmodifiableMap(new LinkedHashMap<>(flows));
  }

  /**
   * Returns the sum of all flows.
   *
   * @return a new tally
   */
  public Tally total() {
    Tally total = new Tally();
    flows.values().forEach(flow -> total.add(flow.tally()));
    return total;
  }

  /**
   * Returns whether every object was looked at.
   *
   * @return false if a listing was not read to its end, or the run was ended early
   */
  public boolean isComplete() {
    return !stopped && flows.values().stream().allMatch(FlowResult::isComplete);
  }

  /**
   * Returns the exit code of a command.
   *
   * @return {@link #EXIT_INCOMPLETE} if something could not be looked at or compared, otherwise
   *     {@link #EXIT_DIFFERENT} if differences remain, otherwise {@link #EXIT_EQUAL}
   */
  public int exitCode() {
    Tally total = total();
    if (!isComplete() || total.unsure() > 0) {
      return EXIT_INCOMPLETE;
    }
    return total.differencesLeft() > 0 ? EXIT_DIFFERENT : EXIT_EQUAL;
  }
}
