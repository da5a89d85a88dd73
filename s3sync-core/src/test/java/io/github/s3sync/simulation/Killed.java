package io.github.s3sync.simulation;

/**
 * Ends a thread at any point, as the end of its process would. The production code is not meant to
 * catch it, and the {@code finally} blocks that it passes have no effect.
 */
final class Killed extends Error {

  Killed() {
    super("killed", null, false, false);
  }
}
