package io.github.s3sync.setup.policy;

import io.github.s3sync.event.EventKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Describes which keys and events a notification covers.
 *
 * @param prefix the prefix of the keys
 * @param suffix the suffix of the keys
 * @param kinds the kinds of events
 */
record NotificationFilter(String prefix, String suffix, Set<EventKind> kinds) {

  /**
   * Returns filters that together match every key that one of the given filters matches, and of
   * which no two match the same key. S3 refuses filters that overlap.
   */
  static List<NotificationFilter> apart(List<NotificationFilter> filters) {
    List<NotificationFilter> apart = new ArrayList<>();
    for (NotificationFilter filter : filters) {
      NotificationFilter grown = filter;
      for (int i = 0; i < apart.size(); i++) {
        if (grown.overlaps(apart.get(i))) {
          grown = grown.around(apart.remove(i));
          i = -1; // The enlarged filter may overlap with filters that were already compared.
        }
      }
      apart.add(grown);
    }
    return apart;
  }

  private boolean overlaps(NotificationFilter other) {
    return (prefix.startsWith(other.prefix) || other.prefix.startsWith(prefix))
        && (suffix.endsWith(other.suffix) || other.suffix.endsWith(suffix));
  }

  private NotificationFilter around(NotificationFilter other) {
    Set<EventKind> both = EnumSet.copyOf(kinds);
    both.addAll(other.kinds);
    return new NotificationFilter(
        prefix.length() < other.prefix.length() ? prefix : other.prefix,
        suffix.length() < other.suffix.length() ? suffix : other.suffix,
        both);
  }
}
