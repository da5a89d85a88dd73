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
 * lets pass what would. An event does not name its store: where one rule hears of a bucket, all
 * rules for a bucket of that name do, in whatever store theirs is.
 *
 * <p>A step to a rule that undoes the one before it is no way on where both are two-way: what comes
 * back equals its source. Larger circles are refused even if all of their rules are two-way: only
 * of two sides that look at each other is it known that they end equal, whatever is written where
 * at once.
 */
final class LoopCheck {

  private final Map<String, List<CopyRule>> bySource;

  LoopCheck(Map<String, List<CopyRule>> bySource) {
    this.bySource = bySource;
  }

  void check(List<CopyRule> rules) {
    Set<Flow> harmless = new HashSet<>();
    for (CopyRule rule : rules) {
      for (Destination to : rule.destinations()) {
        Flow start = new Flow(rule, to);
        if (!harmless.contains(start)) {
          searchFrom(start, harmless);
        }
      }
    }
  }

  /**
   * Depth first, on a stack of our own: ten thousand rules in a chain are no reason to overflow.
   */
  private void searchFrom(Flow start, Set<Flow> harmless) {
    Map<Flow, Deque<Flow>> path = new HashMap<>();
    List<Flow> order = new ArrayList<>(List.of(start));
    path.put(start, fedBy(start));
    while (!order.isEmpty()) {
      Flow last = order.get(order.size() - 1);
      Flow next = path.getOrDefault(last, new ArrayDeque<>()).poll();
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

  private Deque<Flow> fedBy(Flow flow) {
    Deque<Flow> fed = new ArrayDeque<>();
    List<CopyRule> ofThatName = bySource.getOrDefault(flow.to().bucket(), List.of());
    if (ofThatName.stream().noneMatch(flow::leadsTo)) {
      return fed; // nobody hears of what is written there
    }
    for (CopyRule other : ofThatName) {
      if (other.filter().mayAcceptUnder(flow.begins())) {
        for (Destination to : other.destinations()) {
          Flow next = new Flow(other, to);
          if (flow.isAnsweredBy(next)) {
            requireAlike(flow, next);
          } else {
            fed.add(next);
          }
        }
      }
    }
    return fed;
  }

  private static void requireAlike(Flow flow, Flow back) {
    String difference = flow.difference(back);
    if (difference != null) {
      throw new InvalidRuleException(
          flow.rule().name(),
          "options.twoWay",
          "is true, and rule '"
              + back.rule().name()
              + "', which brings the replicas back, has other "
              + difference
              + ", expected the same on both: else the two sides stay different");
    }
  }

  private static boolean streams(Flow flow) {
    return flow.rule().options().transfer() == TransferMode.STREAM;
  }

  private static InvalidRuleException loop(List<Flow> circle) {
    String first = circle.get(0).rule().name();
    String way =
        String.join(" -> ", circle.stream().map(flow -> "'" + flow.rule().name() + "'").toList());
    return new InvalidRuleException(
        first,
        "destinations",
        "lead back to the rule's own source ("
            + way
            + " -> '"
            + first
            + "'), expected another bucket, or keys that no rule in the circle takes: a prefix of"
            + " their own, or an excluded prefix; "
            + twoWay(circle)
            + (circle.stream().anyMatch(LoopCheck::streams)
                ? "; or, where stores differ, other bucket names or another deployment for the events of"
                    + " each, and an endpoint on both sides ('aws' for S3 itself)"
                : ""));
  }

  private static String twoWay(List<Flow> circle) {
    if (!circle.stream().allMatch(flow -> flow.rule().options().twoWay())) {
      return "or, of two rules that give each other's keys back as they were, the option twoWay on"
          + " both";
    }
    return switch (circle.size()) {
      case 1 -> "a rule is no way back for itself, two-way or not";
      case 2 -> "they are two-way, but do not give each other's keys back as they were";
      default -> "they are two-way, which settles two, but not " + circle.size() + " in a circle";
    };
  }
}
