package io.github.s3sync.reconcile.compare;

import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.Decision;
import io.github.s3sync.reconcile.listing.KeyRange;
import io.github.s3sync.reconcile.listing.ListedObject;
import io.github.s3sync.reconcile.listing.ListingException;
import io.github.s3sync.reconcile.listing.ListingPage;
import io.github.s3sync.reconcile.listing.SplitPoints;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Estimates the number of objects of a flow from a few pages of its listings. A sample reads a
 * page, divides the rest of the range into two halves, continues in one of them at random, and
 * counts everything in it twice, until the rest fits into one page (Knuth, 1975). The mean of such
 * samples is the number of objects, however the keys are distributed. A single sample can be far
 * from it.
 */
final class FlowSampler {

  private static final int SAMPLES = 8;
  private static final int MAX_PAGES = 50;
  private static final int MAX_REPLICA_PAGES = 3;
  private static final int MAX_PLANS = 50;

  private final Flow flow;
  private final Side sources;
  private final Side replicas;
  private final Examiner examiner;
  private final Function<CopyPlan, List<String>> copyRequests;
  private final boolean paired;
  private final SplitPoints splitPoints = new SplitPoints();
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong nanos = new AtomicLong();

  /**
   * Creates a sampler.
   *
   * @param copyRequests returns the operations that copy a source
   * @param paired whether replicas are in the order of their sources
   */
  FlowSampler(
      Flow flow,
      Side sources,
      Side replicas,
      Examiner examiner,
      Function<CopyPlan, List<String>> copyRequests,
      boolean paired) {
    this.flow = flow;
    this.sources = sources;
    this.replicas = replicas;
    this.examiner = examiner;
    this.copyRequests = copyRequests;
    this.paired = paired;
  }

  /**
   * Lists some pages.
   *
   * @throws ListingException if a listing fails
   */
  FlowSample sample() {
    List<FlowSample.Count> counts = new ArrayList<>();
    counts.add(sample(0));
    if (!counts.get(0).exact) {
      ExecutorService threads = Executors.newFixedThreadPool(SAMPLES, FlowSampler::thread);
      try {
        List<Future<FlowSample.Count>> others = new ArrayList<>();
        for (int i = 1; i < SAMPLES; i++) {
          int seed = i;
          others.add(threads.submit(() -> sample(seed)));
        }
        for (Future<FlowSample.Count> other : others) {
          counts.add(result(other));
        }
      } finally {
        threads.shutdownNow();
      }
    }
    long made = requests.get();
    Duration each = Duration.ofNanos(made == 0 ? 0 : nanos.get() / made);
    return FlowSample.Count.mean(counts, made, each, !paired);
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "s3sync-estimate");
    thread.setDaemon(true);
    return thread;
  }

  private static FlowSample.Count result(Future<FlowSample.Count> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while listing a sample", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException problem) {
        throw problem;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private FlowSample.Count sample(int seed) {
    FlowSample.Count count = new FlowSample.Count();
    walk(
        sources,
        new Random(seed),
        count,
        (page, range, weight) -> compare(page, range, weight, count));
    if (!paired) {
      FlowSample.Count other = new FlowSample.Count();
      walk(
          replicas,
          new Random(seed),
          other,
          (page, range, weight) -> count.replicas += weight * page.size());
      count.exact &= other.exact;
      count.listed += other.listed;
      // Which replicas belong to which sources is not known. At best, each has one.
      count.same = Math.min(count.missing, count.replicas);
      count.missing -= count.same;
    }
    return count;
  }

  private void walk(Side side, Random random, FlowSample.Count count, Pages pages) {
    KeyRange range = KeyRange.ALL;
    double weight = 1;
    for (int i = 0; i < MAX_PAGES; i++) {
      ListingPage page = page(side, range.after(), null);
      List<ListedObject> objects = new ArrayList<>();
      boolean behind = false;
      for (ListedObject object : page.objects()) {
        String key = side.rest(object.key());
        behind |= range.endsBefore(key);
        if (!behind && !range.startsAfter(key)) {
          objects.add(object);
          splitPoints.observe(key);
        }
      }
      count.listed += objects.size();
      String last = objects.isEmpty() ? null : side.rest(objects.get(objects.size() - 1).key());
      boolean ended = behind || !page.truncated() || last == null || last.equals(range.upTo());
      pages.visit(objects, ended || last == null ? range : range.upTo(last), weight);
      if (ended || last == null) {
        return;
      }
      KeyRange rest = range.after(last);
      String at = splitPoints.between(last, rest.upTo());
      if (at == null) {
        range = rest;
      } else {
        count.exact = false;
        range = random.nextBoolean() ? rest.upTo(at) : rest.after(at);
        weight *= 2;
      }
    }
    count.exact = false;
  }

  private void compare(
      List<ListedObject> listed, KeyRange range, double weight, FlowSample.Count count) {
    NavigableMap<String, ListedObject> others = paired ? replicas(range, count) : new TreeMap<>();
    count.replicas += weight * others.size();
    for (ListedObject source : listed) {
      count.sources += weight;
      ListedObject replica = others.remove(sources.rest(source.key()));
      switch (examiner.glance(source, replica)) {
        case SAME -> count.same += weight;
        case EXCLUDED -> {}
        case OPEN -> {
          if (replica != null && ListedEquality.isSame(source, replica)) {
            count.same += weight;
            continue;
          }
          if (replica == null) {
            count.missing += weight;
          } else {
            count.open += weight;
          }
          copy(source, weight, count);
        }
      }
    }
    for (ListedObject extra : others.values()) {
      count.extra += examiner.glance(null, extra) == Judge.Glance.OPEN ? weight : 0;
    }
  }

  private void copy(ListedObject source, double weight, FlowSample.Count count) {
    if (count.plans++ < MAX_PLANS && flow.decide(source) instanceof Decision.Copy copy) {
      count.copiesAsked += weight;
      for (String request : copyRequests.apply(copy.plan())) {
        count.copies.merge(request, weight, Double::sum);
      }
    }
  }

  /** Returns the replicas of a range by their keys without the prefix. */
  private NavigableMap<String, ListedObject> replicas(KeyRange range, FlowSample.Count count) {
    NavigableMap<String, ListedObject> found = new TreeMap<>();
    String token = null;
    for (int i = 0; i < MAX_REPLICA_PAGES; i++) {
      ListingPage page = page(replicas, range.after(), token);
      boolean behind = false;
      for (ListedObject replica : page.objects()) {
        String key = replicas.rest(replica.key());
        behind |= range.endsBefore(key);
        if (!behind && !range.startsAfter(key)) {
          found.put(key, replica);
        }
      }
      token = page.nextToken();
      if (behind || !page.truncated() || token == null) {
        count.listed += found.size();
        return found;
      }
    }
    count.exact = false;
    return found;
  }

  private ListingPage page(Side side, @Nullable String after, @Nullable String token) {
    long began = System.nanoTime();
    ListingPage page =
        side.pages().page(side.prefix(), after == null ? null : side.prefix() + after, token);
    nanos.addAndGet(System.nanoTime() - began);
    requests.incrementAndGet();
    return page;
  }

  /** Receives the objects of a range. */
  @FunctionalInterface
  private interface Pages {

    void visit(List<ListedObject> page, KeyRange range, double weight);
  }
}
