package io.github.s3sync.cli.page;

import io.github.s3sync.reconcile.finding.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** Divides a bar among verdicts by their counts. A count that is not zero is always visible. */
final class Bar {

  static final double WIDTH = 1_000;

  private static final double MIN_WIDTH = 9;

  private Bar() {}

  /** Returns the parts of a bar, each with its position. */
  static List<Map<String, Object>> of(List<Verdict> verdicts, ToLongFunction<Verdict> count) {
    long total = verdicts.stream().mapToLong(count).sum();
    List<Verdict> shown = verdicts.stream().filter(one -> count.applyAsLong(one) > 0).toList();
    double widths = 0;
    List<Double> each = new ArrayList<>();
    for (Verdict verdict : shown) {
      double width = Math.max(MIN_WIDTH, WIDTH * count.applyAsLong(verdict) / total);
      each.add(width);
      widths += width;
    }
    List<Map<String, Object>> parts = new ArrayList<>();
    double x = 0;
    for (int i = 0; i < shown.size(); i++) {
      double width = each.get(i) * WIDTH / widths;
      Map<String, Object> part = new LinkedHashMap<>();
      part.put("verdict", Words.of(shown.get(i)));
      part.put("class", Words.cssClass(shown.get(i)));
      part.put("count", Words.number(count.applyAsLong(shown.get(i))));
      part.put("share", Words.share(count.applyAsLong(shown.get(i)), total));
      part.put("x", Words.decimal(x));
      part.put("width", Words.decimal(width));
      parts.add(part);
      x += width;
    }
    return parts;
  }
}
