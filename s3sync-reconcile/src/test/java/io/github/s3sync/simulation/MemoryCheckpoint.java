package io.github.s3sync.simulation;

import io.github.s3sync.reconcile.checkpoint.CheckpointStore;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Keeps the checkpoint of a run in memory. A process that was killed no longer changes it. */
final class MemoryCheckpoint implements CheckpointStore {

  private byte @Nullable [] content;
  private BooleanSupplier isDead = () -> false;

  /** Gives the checkpoint to another process. */
  void usedBy(BooleanSupplier dead) {
    isDead = dead;
  }

  @Override
  public byte @Nullable [] read() {
    return content;
  }

  @Override
  public void write(byte[] now) {
    if (!isDead.getAsBoolean()) {
      content = now;
    }
  }

  @Override
  public void delete() {
    if (!isDead.getAsBoolean()) {
      content = null;
    }
  }
}
