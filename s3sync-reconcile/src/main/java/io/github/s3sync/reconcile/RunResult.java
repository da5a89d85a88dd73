package io.github.s3sync.reconcile;

import io.github.s3sync.reconcile.compare.FlowResult;
import io.github.s3sync.reconcile.compare.Tally;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Holds the results of a run.
 *
 * @param flows the result of each rule and destination; the key is the description of the flow
 * @param stopped whether the run was ended early
 * @since 0.1.0
 */
public record RunResult(Map<String, FlowResult> flows, boolean stopped) {

  /** Exit code: the two sides are equal, or the run made them equal. */
  public static final int EXIT_EQUAL = 0;

  /** Exit code: differences remain. */
  public static final int EXIT_DIFFERENT = 1;

  /** Exit code: some objects could not be looked up or compared. */
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
   * Returns whether every object was compared.
   *
   * @return false if a listing was not read to its end, or if the run was ended early
   */
  public boolean isComplete() {
    return !stopped && flows.values().stream().allMatch(FlowResult::isComplete);
  }

  /**
   * Returns the exit code of a command.
   *
   * @return {@link #EXIT_INCOMPLETE} if some objects could not be looked up or compared; otherwise
   *     {@link #EXIT_DIFFERENT} if differences remain; otherwise {@link #EXIT_EQUAL}
   */
  public int exitCode() {
    Tally total = total();
    if (!isComplete() || total.unsure() > 0) {
      return EXIT_INCOMPLETE;
    }
    return total.differencesLeft() > 0 ? EXIT_DIFFERENT : EXIT_EQUAL;
  }
}
