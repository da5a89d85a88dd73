package io.github.s3sync.reconcile.input;

import org.jspecify.annotations.Nullable;

/**
 * Names an object to compare: a source, a replica, or both.
 *
 * @param bucket the source's bucket; null for the source bucket of any rule
 * @param key the source's key; null if only the replica is known
 * @param replicaBucket the replica's bucket; null if it is not known
 * @param replicaKey the replica's key; null if it is not known, or if the source defines it
 * @param rule the name of the rule that the object belongs to; null for all rules
 * @param sharesReplica whether an earlier run found that another source has the same replica
 * @since 0.1.0
 */
public record GivenKey(
    @Nullable String bucket,
    @Nullable String key,
    @Nullable String replicaBucket,
    @Nullable String replicaKey,
    @Nullable String rule,
    boolean sharesReplica) {

  /**
   * Checks that the object has a key.
   *
   * @throws IllegalArgumentException if it has neither the key of a source nor bucket and key of a
   *     replica
   */
  public GivenKey {
    if (key == null && (replicaBucket == null || replicaKey == null)) {
      throw new IllegalArgumentException("neither a source nor a replica has a key");
    }
  }

  /**
   * Creates an object whose replica is not known to be shared.
   *
   * @param bucket the source's bucket; null for the source bucket of any rule
   * @param key the source's key; null if only the replica is known
   * @param replicaBucket the replica's bucket; null if it is not known
   * @param replicaKey the replica's key; null if it is not known, or if the source defines it
   * @param rule the name of the rule that the object belongs to; null for all rules
   * @throws IllegalArgumentException if it has neither the key of a source nor bucket and key of a
   *     replica
   */
  public GivenKey(
      @Nullable String bucket,
      @Nullable String key,
      @Nullable String replicaBucket,
      @Nullable String replicaKey,
      @Nullable String rule) {
    this(bucket, key, replicaBucket, replicaKey, rule, false);
  }

  /**
   * Returns the source with a given key.
   *
   * @param bucket the bucket; null for the source bucket of any rule
   * @param key the key
   * @return the object
   */
  public static GivenKey source(@Nullable String bucket, String key) {
    return new GivenKey(bucket, key, null, null, null);
  }
}
