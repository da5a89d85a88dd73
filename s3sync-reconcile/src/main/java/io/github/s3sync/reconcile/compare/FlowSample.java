package io.github.s3sync.reconcile.compare;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Holds the numbers of objects of one flow, as estimated from a sample of its listings. If {@code
 * exact}, the sample was the whole listing.
 *
 * @param sources the number of sources
 * @param minSources the lowest number of sources that one of the samples suggests
 * @param maxSources the highest number of sources that one of the samples suggests
 * @param replicas the number of objects among the replicas
 * @param same the number of sources that listings show to be equal to their replicas
 * @param open the number of sources with a replica that listings do not show to be equal
 * @param missing the number of sources without a replica
 * @param extra the number of replicas without a source
 * @param copyRequests the number of requests that copy all open and missing sources, by operation
 * @param exact whether all objects were listed
 * @param listedObjects the number of objects that were listed
 * @param requests the number of listing requests that were made
 * @param requestTime the mean time of a listing request
 * @param table whether the sources are listed twice, because replicas are not in their order
 * @since 0.1.0
 */
public record FlowSample(
    double sources,
    double minSources,
    double maxSources,
    double replicas,
    double same,
    double open,
    double missing,
    double extra,
    Map<String, Double> copyRequests,
    boolean exact,
    long listedObjects,
    long requests,
    Duration requestTime,
    boolean table) {

  /** Copies the map. */
  public FlowSample {
    copyRequests = Map.copyOf(copyRequests);
  }

  /** Counts the objects that one sample suggests. Not for use by several threads. */
  static final class Count {

    double sources;
    double replicas;
    double same;
    double open;
    double missing;
    double extra;
    double copiesAsked;
    int plans;
    final Map<String, Double> copies = new TreeMap<>();
    long listed;
    boolean exact = true;

    private double copied() {
      return open + missing;
    }

    /** Returns the means of samples, of which at least one exists. */
    static FlowSample mean(List<Count> counts, long requests, Duration requestTime, boolean table) {
      int n = counts.size();
      List<Double> sources = new ArrayList<>();
      Count sum = new Count();
      for (Count one : counts) {
        sources.add(one.sources);
        sum.sources += one.sources;
        sum.replicas += one.replicas;
        sum.same += one.same;
        sum.open += one.open;
        sum.missing += one.missing;
        sum.extra += one.extra;
        sum.copiesAsked += one.copiesAsked;
        one.copies.forEach((name, number) -> sum.copies.merge(name, number, Double::sum));
        sum.listed += one.listed;
        sum.exact &= one.exact;
      }
      double scale = sum.copiesAsked == 0 ? 0 : sum.copied() / sum.copiesAsked / n;
      Map<String, Double> copies = new TreeMap<>();
      sum.copies.forEach((name, number) -> copies.put(name, number * scale));
      return new FlowSample(
          sum.sources / n,
          sources.stream().min(Double::compare).orElse(0.0),
          sources.stream().max(Double::compare).orElse(0.0),
          sum.replicas / n,
          sum.same / n,
          sum.open / n,
          sum.missing / n,
          sum.extra / n,
          copies,
          sum.exact,
          sum.listed,
          requests,
          requestTime,
          table);
    }
  }
}
