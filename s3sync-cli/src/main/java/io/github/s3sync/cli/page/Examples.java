package io.github.s3sync.cli.page;

import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.reconcile.finding.Action;
import io.github.s3sync.reconcile.finding.Finding;
import io.github.s3sync.reconcile.finding.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the worst findings of each verdict, {@value #MAX} at most: failed repairs before other
 * remaining differences before repaired ones, and then by name. Not for use by several threads.
 */
final class Examples {

  static final int MAX = 100;

  private static final Comparator<Finding> WORST_FIRST =
      Comparator.comparing((Finding finding) -> finding.action() != Action.FAILED)
          .thenComparing(finding -> !finding.isDifferenceLeft())
          .thenComparing(Finding::rule)
          .thenComparing(finding -> name(finding.source()))
          .thenComparing(finding -> name(finding.replica()));

  private final Map<Verdict, PriorityQueue<Finding>> kept = new EnumMap<>(Verdict.class);
  private final Map<Verdict, Long> counts = new EnumMap<>(Verdict.class);

  private static String name(@Nullable ObjectRef object) {
    return object == null ? "" : object.bucket() + "/" + object.key();
  }

  void add(Finding finding) {
    counts.merge(finding.verdict(), 1L, Long::sum);
    PriorityQueue<Finding> ofVerdict =
        kept.computeIfAbsent(
            finding.verdict(), verdict -> new PriorityQueue<>(WORST_FIRST.reversed()));
    ofVerdict.add(finding);
    if (ofVerdict.size() > MAX) {
      ofVerdict.remove();
    }
  }

  /** Returns the number of findings with a verdict. */
  long count(Verdict verdict) {
    return counts.getOrDefault(verdict, 0L);
  }

  /** Returns the kept findings with a verdict, the worst first. */
  List<Finding> worst(Verdict verdict) {
    List<Finding> worst = new ArrayList<>(kept.getOrDefault(verdict, new PriorityQueue<>()));
    worst.sort(WORST_FIRST);
    return worst;
  }
}
