package io.github.s3sync.simulation;

/** Compares the history with the promises. */
interface Check {

  /** A user has made another version the current one. */
  void changed(String bucket, String key, int change);

  /** Another team has put an object at the key of a replica. */
  default void foreign(String key) {}

  /** A process has written or deleted a replica. */
  void wrote(String bucket, String key, Writing writing, boolean overwrites);

  /** An event was acknowledged. */
  void handled(Message message, Worker.Life by, long began);

  /** A delete of an object was not carried out on the other side, and will not be. */
  default void refusedDelete(String bucket, String key) {}

  /** Nothing is left to be done. */
  void end();
}
