package io.github.s3sync.reconcile.checkpoint;

import io.github.s3sync.reconcile.compare.FlowState;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Describes how far a run has come. It says what was listed and compared, not what exists now.
 *
 * @param run the settings that make the run what it is, by name; a run with other settings cannot
 *     be resumed with this checkpoint
 * @param startedAt when the run was started for the first time
 * @param flows the state of each flow that was begun; a flow is one rule with one of its
 *     destinations; the key is the flow's description
 * @since 0.1.0
 */
public record Checkpoint(Map<String, String> run, Instant startedAt, Map<String, FlowState> flows) {

  /** Copies the maps. */
  public Checkpoint {
    run = Collections.unmodifiableMap(new LinkedHashMap<>(run));
    flows = Collections.unmodifiableMap(new LinkedHashMap<>(flows));
  }

  /**
   * Returns the checkpoint as text.
   *
   * @return two lines of JSON in UTF-8, of which the first contains a digest of the second
   */
  public byte[] toBytes() {
    return CheckpointText.write(this);
  }

  /**
   * Reads a checkpoint.
   *
   * @param content the text of the checkpoint
   * @param location the location of the checkpoint, for messages
   * @return the checkpoint
   * @throws CheckpointException if the text is truncated, was changed, or is not a checkpoint
   */
  public static Checkpoint of(byte[] content, String location) {
    return CheckpointText.read(content, location);
  }
}
