package io.github.s3sync.rule;

import io.github.s3sync.destination.Destination;
import io.github.s3sync.option.TransferMode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Detects rules whose replicas lead back to their own source. The check compares stores (if both
 * sides name one), buckets and key prefixes. It may reject rules that would not loop, but never
 * accepts rules that would. An event does not name its store, so an event of a bucket applies to
 * all rules for a bucket of that name, in any store.
 *
 * <p>A step to a rule that reverses the previous one is not followed if both are two-way, because a
 * replica that was copied back equals its source. Larger loops are rejected even if all of their
 * rules are two-way. Only for two sides that compare with each other is it proven that they end up
 * equal under concurrent writes.
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
   * Searches depth first with an explicit stack, so that a chain of ten thousand rules does not
   * overflow the call stack.
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
    if (ofThatName.stream().noneMatch(flow::targets)) {
      return fed; // no rule receives events of the replicas
    }
    for (CopyRule other : ofThatName) {
      if (other.filter().mayAcceptUnder(flow.outputPrefix())) {
        for (Destination to : other.destinations()) {
          Flow next = new Flow(other, to);
          if (flow.isReversedBy(next)) {
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
    String difference = flow.firstDifferingOption(back);
    if (difference != null) {
      throw new InvalidRuleException(
          flow.rule().name(),
          "options.twoWay",
          "is true, and the reverse rule '"
              + back.rule().name()
              + "' has different "
              + difference
              + ", expected the same on both: otherwise the two sides stay different");
    }
  }

  private static boolean streams(Flow flow) {
    return flow.rule().options().transfer() == TransferMode.STREAM;
  }

  private static InvalidRuleException loop(List<Flow> loop) {
    String first = loop.get(0).rule().name();
    String way =
        String.join(" -> ", loop.stream().map(flow -> "'" + flow.rule().name() + "'").toList());
    return new InvalidRuleException(
        first,
        "destinations",
        "would lead back to the rule's own source ("
            + way
            + " -> '"
            + first
            + "'), expected another bucket, or keys that no rule in the loop accepts: a separate"
            + " prefix or an excluded prefix; "
            + twoWay(loop)
            + (loop.stream().anyMatch(LoopCheck::streams)
                ? "; or, if the stores differ, different bucket names or a separate deployment for"
                    + " the events of each store, and an endpoint on both sides ('aws' for S3"
                    + " itself)"
                : ""));
  }

  private static String twoWay(List<Flow> loop) {
    if (!loop.stream().allMatch(flow -> flow.rule().options().twoWay())) {
      return "or, for two rules that map each other's keys back unchanged, the option twoWay on"
          + " both";
    }
    return switch (loop.size()) {
      case 1 -> "a rule cannot be its own reverse, even with twoWay";
      case 2 -> "they are two-way, but do not map each other's keys back unchanged";
      default ->
          "they are two-way, which is supported for two rules, but not for a loop of "
              + loop.size();
    };
  }
}
