package io.github.s3sync.reconcile;

import io.github.s3sync.reconcile.compare.FlowResult;
import io.github.s3sync.reconcile.compare.Tally;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Holds the results of a run.
 *
 * @param flows the result of each flow, which is one rule with one of its destinations; the key is
 *     the flow's description
 * @param stopped whether the run was ended early
 * @param resumedFrom when the run was started for the first time, if this run has resumed it;
 *     otherwise null. Objects that were compared before this run are not compared again
 * @param checkpoint what became of the checkpoint
 * @since 0.1.0
 */
public record RunResult(
    Map<String, FlowResult> flows,
    boolean stopped,
    @Nullable Instant resumedFrom,
    CheckpointState checkpoint) {

  /**
   * Exit code: no difference remains. Objects in flight, and replicas without a source that the
   * rule does not delete, do not count.
   */
  public static final int EXIT_EQUAL = 0;

  /**
   * Exit code: differences remain, or may remain because objects were neither compared nor copied.
   */
  public static final int EXIT_DIFFERENT = 1;

  /** Exit code: some objects could not be looked up or compared. */
  public static final int EXIT_INCOMPLETE = 2;

  /** Copies the map. */
  public RunResult {
    flows = Collections.unmodifiableMap(new LinkedHashMap<>(flows));
    Objects.requireNonNull(checkpoint, "checkpoint");
  }

  /**
   * Creates the result of a run without a checkpoint.
   *
   * @param flows the result of each flow, which is one rule with one of its destinations
   * @param stopped whether the run was ended early
   */
  public RunResult(Map<String, FlowResult> flows, boolean stopped) {
    this(flows, stopped, null, CheckpointState.NONE);
  }

  /** Describes the checkpoint after a run. */
  public enum CheckpointState {
    /** The run has no checkpoint. */
    NONE,
    /** The run is complete, and its checkpoint was deleted. */
    DELETED,
    /** The run is not complete and can be resumed. */
    SAVED,
    /**
     * The last state of the run was not stored, or the checkpoint was not deleted. An earlier
     * checkpoint may exist.
     */
    NOT_SAVED
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
