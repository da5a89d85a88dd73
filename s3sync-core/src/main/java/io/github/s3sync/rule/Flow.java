package io.github.s3sync.rule;

import io.github.s3sync.destination.Destination;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.pattern.PrefixMapper;
import io.github.s3sync.pattern.SourceObject;
import org.jspecify.annotations.Nullable;

/** Pairs a rule with one of its destinations. */
record Flow(CopyRule rule, Destination to) {

  /** Returns the known prefix of its replicas. */
  String outputPrefix() {
    return to.key().outputPrefix(rule.prefix());
  }

  /** Tells whether its replicas may be sources of another rule. */
  boolean targets(CopyRule other) {
    return to.bucket().equals(other.sourceBucket())
        && to.access().mayShareBuckets(other.sourceAccess());
  }

  /**
   * Tells whether another flow copies each replica back to its source, under the source's key, and
   * both are two-way. A replica that was copied back then equals its source, and nothing more is
   * copied.
   */
  boolean isReversedBy(Flow back) {
    PrefixMapper key = PrefixMapper.of(to.key());
    PrefixMapper backKey = PrefixMapper.of(back.to.key());
    return !rule.equals(back.rule)
        && rule.options().twoWay()
        && back.rule.options().twoWay()
        && targets(back.rule)
        && back.targets(rule)
        && key != null
        && backKey != null
        && key.isReversedBy(backKey);
  }

  /**
   * Returns the first option that differs between this rule and its reverse, so that the two sides
   * would not become equal, or null.
   */
  @Nullable String firstDifferingOption(Flow back) {
    CopyOptions options = rule.options();
    CopyOptions reversed = back.rule.options();
    if (options.tags() != reversed.tags()) {
      return "tags";
    }
    if (options.keepStorageClass() != reversed.keepStorageClass()) {
      return "keepStorageClass";
    }
    if (options.keepWebsiteRedirect() != reversed.keepWebsiteRedirect()) {
      return "keepWebsiteRedirect";
    }
    return rule.kinds().equals(back.rule.kinds()) ? null : "events";
  }

  /**
   * Tells whether this flow is two-way and may have caused the event by copying or deleting from
   * one object to the other.
   */
  boolean mayHaveWritten(ObjectRef from, ObjectRef replica, ObjectEvent event) {
    PrefixMapper key = PrefixMapper.of(to.key());
    return rule.options().twoWay()
        && (event.kind() != EventKind.REMOVED || rule.kinds().contains(EventKind.REMOVED))
        && rule.sourceBucket().equals(from.bucket())
        && to.bucket().equals(replica.bucket())
        && key != null
        && from.key().startsWith(key.removed())
        && rule.filter().accepts(SourceObject.of(from, event))
        && key.map(SourceObject.of(from, event)).equals(replica.key());
  }
}
