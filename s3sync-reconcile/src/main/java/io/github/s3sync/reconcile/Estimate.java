package io.github.s3sync.reconcile;

import io.github.s3sync.reconcile.compare.FlowSample;
import java.time.Duration;
import java.util.Collection;

/**
 * Estimates what a run needs, from a sample of its listings. The numbers are as good as the sample:
 * {@link #basis} describes it.
 *
 * @param sources the number of sources
 * @param minSources the lowest number of sources that one of the samples suggests
 * @param maxSources the highest number of sources that one of the samples suggests
 * @param replicas the number of objects listed below the prefix of the replicas at the destination
 * @param found the number of all objects: sources, and replicas without a source
 * @param exact whether the sample was the whole listing
 * @param listRequests the number of listing requests
 * @param readRequests the number of HEAD and GET requests
 * @param writeRequests the number of COPY, PUT, POST and other requests with their price
 * @param dollars the price of all requests in US dollars, by the list prices of us-east-1, without
 *     transfers between Regions and retrievals from archives
 * @param time the time that the requests take, without the time for the content of large objects
 * @param basis the sample, for people
 * @since 0.1.0
 */
public record Estimate(
    long sources,
    long minSources,
    long maxSources,
    long replicas,
    long found,
    boolean exact,
    long listRequests,
    long readRequests,
    long writeRequests,
    double dollars,
    Duration time,
    String basis) {

  /** The price of a LIST, COPY, PUT or POST request. */
  static final double WRITE_DOLLARS = 0.005 / 1_000;

  /** The price of a HEAD or GET request. */
  static final double READ_DOLLARS = 0.0004 / 1_000;

  /** Adds up the samples of all flows. */
  static Estimate of(Collection<FlowSample> samples, RequestModel model) {
    RequestModel.Requests requests = new RequestModel.Requests();
    double sources = 0;
    double min = 0;
    double max = 0;
    double replicas = 0;
    double extra = 0;
    boolean exact = true;
    long listed = 0;
    long made = 0;
    double nanos = 0;
    for (FlowSample sample : samples) {
      model.add(requests, sample);
      sources += sample.sources();
      min += sample.minSources();
      max += sample.maxSources();
      replicas += sample.replicas();
      extra += sample.extra();
      exact &= sample.exact();
      listed += sample.listedObjects();
      made += sample.requests();
      nanos += (double) sample.requestTime().toNanos() * sample.requests();
    }
    double each = made == 0 ? 0 : nanos / made;
    double listing = requests.lists / model.listers();
    double objects = (requests.reads + requests.writes + requests.deletes) / model.threads();
    return new Estimate(
        Math.round(sources),
        Math.round(min),
        Math.round(max),
        Math.round(replicas),
        Math.round(sources + extra),
        exact,
        Math.round(requests.lists),
        Math.round(requests.reads),
        Math.round(requests.writes),
        (requests.lists + requests.writes) * WRITE_DOLLARS + requests.reads * READ_DOLLARS,
        Duration.ofNanos((long) (each * Math.max(listing, objects))),
        exact
            ? "%,d objects were listed by %,d requests, %,d ms each, which is all of them"
                .formatted(listed, made, Math.round(each / 1e6))
            : "%,d objects were listed by %,d requests, %,d ms each; single samples suggest %,d to %,d sources"
                .formatted(listed, made, Math.round(each / 1e6), Math.round(min), Math.round(max)));
  }
}
