package io.github.s3sync.setup.policy;

import io.github.s3sync.event.EventKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * How keys begin and end, and what happens to them.
 *
 * @param prefix how keys begin
 * @param suffix how they end
 * @param kinds what happens
 */
record NotificationFilter(String prefix, String suffix, Set<EventKind> kinds) {

  /**
   * Filters that take together whatever any of these takes, no two of which can take one key: S3
   * refuses those that overlap.
   */
  static List<NotificationFilter> apart(List<NotificationFilter> filters) {
    List<NotificationFilter> apart = new ArrayList<>();
    for (NotificationFilter filter : filters) {
      NotificationFilter grown = filter;
      for (int i = 0; i < apart.size(); i++) {
        if (grown.overlaps(apart.get(i))) {
          grown = grown.around(apart.remove(i));
          i = -1; // What it has grown by may overlap what it passed.
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
