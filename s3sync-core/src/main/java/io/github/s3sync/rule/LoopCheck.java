package io.github.s3sync.rule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks for a way from a rule's replicas back to its own source. Decided by stores, as far as both
 * sides name one, by buckets and by how keys begin, so it may refuse what would not loop, and never
 * lets pass what would.
 */
final class LoopCheck {

  private final Map<String, List<CopyRule>> bySource;

  LoopCheck(Map<String, List<CopyRule>> bySource) {
    this.bySource = bySource;
  }

  void check(List<CopyRule> rules) {
    Set<CopyRule> harmless = new HashSet<>();
    for (CopyRule start : rules) {
      if (!harmless.contains(start)) {
        searchFrom(start, harmless);
      }
    }
  }

  /**
   * Depth first, on a stack of our own: ten thousand rules in a chain are no reason to overflow.
   */
  private void searchFrom(CopyRule start, Set<CopyRule> harmless) {
    Map<CopyRule, Deque<CopyRule>> path = new HashMap<>();
    List<CopyRule> order = new ArrayList<>(List.of(start));
    path.put(start, fedBy(start));
    while (!order.isEmpty()) {
      CopyRule last = order.get(order.size() - 1);
      CopyRule next = path.getOrDefault(last, new ArrayDeque<>()).poll();
      if (next == null) {
        path.remove(last);
        order.remove(order.size() - 1);
        harmless.add(last);
      } else if (path.containsKey(next)) {
        throw loop(order.subList(order.indexOf(next), order.size()));
      } else if (!harmless.contains(next)) {
        order.add(next);
        path.put(next, fedBy(next));
      }
    }
  }

  private Deque<CopyRule> fedBy(CopyRule rule) {
    Deque<CopyRule> fed = new ArrayDeque<>();
    for (Destination destination : rule.destinations()) {
      String begins = destination.key().outputPrefix(rule.prefix());
      for (CopyRule other : bySource.getOrDefault(destination.bucket(), List.of())) {
        if (destination.access().mayShareBuckets(other.sourceAccess())
            && other.filter().mayAcceptUnder(begins)) {
          fed.add(other);
        }
      }
    }
    return fed;
  }

  private static boolean streams(CopyRule rule) {
    return rule.options().transfer() == TransferMode.STREAM;
  }

  private static InvalidRuleException loop(List<CopyRule> circle) {
    CopyRule first = circle.get(0);
    String way = String.join(" -> ", circle.stream().map(rule -> "'" + rule.name() + "'").toList());
    return new InvalidRuleException(
        first.name(),
        "destinations",
        "lead back to the rule's own source ("
            + way
            + " -> '"
            + first.name()
            + "'), expected another bucket, or keys that no rule in the circle takes: a prefix of"
            + " their own, or an excluded prefix"
            + (circle.stream().anyMatch(LoopCheck::streams)
                ? "; or, where stores differ, an endpoint on both sides ('aws' for S3 itself)"
                : ""));
  }
}
