package io.github.s3sync.reconcile.compare;

import io.github.s3sync.key.ObjectRef;

/**
 * Records which given source each replica belongs to, so that two given sources are not copied to
 * one replica. The memory is limited. Safe for use by many threads.
 */
final class ReplicaClaims {

  private final ReplicaTable table;

  /**
   * Creates an empty record.
   *
   * @param maxBytes how much memory it may use
   */
  ReplicaClaims(long maxBytes) {
    this.table = new ReplicaTable(maxBytes);
  }

  /**
   * Records that a source has a replica.
   *
   * @return false if another source has the same replica
   * @throws TableFullException if the record needs more memory than the limit
   */
  boolean claim(ObjectRef replica, ObjectRef source) {
    return table.claim(replica.toString(), source.toString());
  }
}
