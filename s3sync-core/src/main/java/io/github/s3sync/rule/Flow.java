package io.github.s3sync.rule;

import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.key.ObjectRef;
import org.jspecify.annotations.Nullable;

/** One destination of a rule. */
record Flow(CopyRule rule, Destination to) {

  /** How its replicas begin. */
  String begins() {
    return to.key().outputPrefix(rule.prefix());
  }

  /** Whether its replicas may be where another rule looks for sources. */
  boolean leadsTo(CopyRule other) {
    return to.bucket().equals(other.sourceBucket())
        && to.access().mayShareBuckets(other.sourceAccess());
  }

  /**
   * Whether another brings each replica back to where its source is, under the source's key, and
   * both are two-way: then a replica that came back equals its source, and nothing is copied.
   */
  boolean isAnsweredBy(Flow back) {
    Prefixed key = Prefixed.of(to.key());
    Prefixed backKey = Prefixed.of(back.to.key());
    return rule != back.rule
        && rule.options().twoWay()
        && back.rule.options().twoWay()
        && leadsTo(back.rule)
        && back.leadsTo(rule)
        && key != null
        && backKey != null
        && key.isUndoneBy(backKey);
  }

  /** What the way back has otherwise, so that the two sides would not become equal; or null. */
  @Nullable String difference(Flow back) {
    CopyOptions options = rule.options();
    CopyOptions backs = back.rule.options();
    if (options.tags() != backs.tags()) {
      return "tags";
    }
    if (options.keepStorageClass() != backs.keepStorageClass()) {
      return "keepStorageClass";
    }
    if (options.keepWebsiteRedirect() != backs.keepWebsiteRedirect()) {
      return "keepWebsiteRedirect";
    }
    return rule.kinds().equals(back.rule.kinds()) ? null : "events";
  }

  /**
   * Whether it is two-way and what the event tells of may be its doing, from one object to another.
   */
  boolean leads(ObjectRef from, ObjectRef replica, ObjectEvent event) {
    Prefixed key = Prefixed.of(to.key());
    return rule.options().twoWay()
        && (event.kind() != EventKind.REMOVED || rule.kinds().contains(EventKind.REMOVED))
        && rule.sourceBucket().equals(from.bucket())
        && to.bucket().equals(replica.bucket())
        && key != null
        && from.key().startsWith(key.removed())
        && rule.filter().accepts(from.key())
        && key.map(from, event).equals(replica.key());
  }
}
