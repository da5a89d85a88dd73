package io.github.s3sync.request;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * Reports what a copy would change in a replica. An ACL is not compared, because HEAD does not show
 * it.
 *
 * @param differing the properties that differ
 * @param unknown the properties that cannot be compared, such as the content of objects that have
 *     neither comparable eTags nor comparable checksums
 * @since 0.1.0
 */
public record ReplicaDifferences(Set<ReplicaAspect> differing, Set<ReplicaAspect> unknown) {

  /** Copies both sets, in the order of the properties. */
  public ReplicaDifferences {
    differing = copy(differing);
    unknown = copy(unknown);
  }

  private static Set<ReplicaAspect> copy(Set<ReplicaAspect> set) {
    return Collections.unmodifiableSet(
        set.isEmpty() ? EnumSet.noneOf(ReplicaAspect.class) : EnumSet.copyOf(set));
  }

  /** Collects the results of the comparisons. */
  static final class Builder {

    private final Set<ReplicaAspect> differing = EnumSet.noneOf(ReplicaAspect.class);
    private final Set<ReplicaAspect> unknown = EnumSet.noneOf(ReplicaAspect.class);

    /** Adds a property that is equal, different or not comparable. */
    void add(ReplicaAspect aspect, boolean equal, boolean comparable) {
      if (!equal) {
        (comparable ? differing : unknown).add(aspect);
      }
    }

    ReplicaDifferences build() {
      return new ReplicaDifferences(differing, unknown);
    }
  }
}
