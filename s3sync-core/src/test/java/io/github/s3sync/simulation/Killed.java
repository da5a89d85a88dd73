package io.github.s3sync.simulation;

/**
 * Takes a thread out of whatever it is in, as the end of its process would: no {@code catch} of the
 * production code is meant for it, and nothing that it runs through on the way has an effect.
 */
final class Killed extends Error {

  Killed() {
    super("killed", null, false, false);
  }
}
