package io.github.s3sync.request;

import org.jspecify.annotations.Nullable;

/**
 * Holds the state of a source and its replica at one moment.
 *
 * @param source the source; null if there is none
 * @param replica the object at the replica's key; null if there is none
 * @param differences the changes that a copy would make; null unless both objects exist
 * @param settled whether the objects are equal, or two looks in a row found the same. Otherwise
 *     they changed each time, and nothing can be said about them
 * @param requests how many requests were made
 * @since 0.1.0
 */
public record ReplicaState(
    @Nullable ObjectState source,
    @Nullable ObjectState replica,
    @Nullable ReplicaDifferences differences,
    boolean settled,
    int requests) {}
