package io.github.s3sync.reconcile.compare;

import io.github.s3sync.reconcile.finding.Action;
import io.github.s3sync.reconcile.finding.Finding;
import io.github.s3sync.reconcile.finding.Verdict;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts objects, verdicts and actions. Each object that was found has exactly one verdict, see
 * {@link #unaccounted}. Not for use by several threads.
 *
 * @since 0.1.0
 */
public final class Tally {

  private static final String VERDICT = "verdict.";
  private static final String ACTION = "action.";

  private final Map<Verdict, Long> verdicts = new EnumMap<>(Verdict.class);
  private final Map<Action, Long> actions = new EnumMap<>(Action.class);
  private long listedSame;
  private long listedExcluded;
  private long sources;
  private long replicas;
  private long pairs;
  private long bytes;
  private long bytesCopied;
  private long requests;
  private long differencesLeft;
  private long unsure;

  /** Creates an empty tally. */
  public Tally() {}

  /**
   * Returns a tally with given counters.
   *
   * @param counters the counters, as returned by {@link #counters}
   * @return a new tally
   * @throws IllegalArgumentException if a counter is missing or has an unknown name
   */
  public static Tally of(Map<String, Long> counters) {
    Map<String, Long> rest = new HashMap<>(counters);
    Tally tally = new Tally();
    for (Verdict verdict : Verdict.values()) {
      tally.verdicts.put(verdict, take(rest, VERDICT + verdict));
    }
    for (Action action : Action.values()) {
      tally.actions.put(action, take(rest, ACTION + action));
    }
    tally.listedSame = take(rest, "listedSame");
    tally.listedExcluded = take(rest, "listedExcluded");
    tally.sources = take(rest, "sources");
    tally.replicas = take(rest, "replicas");
    tally.pairs = take(rest, "pairs");
    tally.bytes = take(rest, "bytes");
    tally.bytesCopied = take(rest, "bytesCopied");
    tally.requests = take(rest, "requests");
    tally.differencesLeft = take(rest, "differencesLeft");
    tally.unsure = take(rest, "unsure");
    if (!rest.isEmpty()) {
      throw new IllegalArgumentException("unknown counters " + rest.keySet());
    }
    return tally;
  }

  private static long take(Map<String, Long> counters, String name) {
    Long value = counters.remove(name);
    if (value == null) {
      throw new IllegalArgumentException("no counter " + name);
    }
    return value;
  }

  /**
   * Returns all counters, for storing them.
   *
   * @return the counters by name
   */
  public Map<String, Long> counters() {
    Map<String, Long> counters = new TreeMap<>();
    for (Verdict verdict : Verdict.values()) {
      counters.put(VERDICT + verdict, verdicts.getOrDefault(verdict, 0L));
    }
    for (Action action : Action.values()) {
      counters.put(ACTION + action, actions.getOrDefault(action, 0L));
    }
    counters.put("listedSame", listedSame);
    counters.put("listedExcluded", listedExcluded);
    counters.put("sources", sources);
    counters.put("replicas", replicas);
    counters.put("pairs", pairs);
    counters.put("bytes", bytes);
    counters.put("bytesCopied", bytesCopied);
    counters.put("requests", requests);
    counters.put("differencesLeft", differencesLeft);
    counters.put("unsure", unsure);
    return counters;
  }

  /** Counts a source that was found, with or without its replica. */
  void foundSource(long sizeBytes, boolean withReplica) {
    sources++;
    bytes += sizeBytes;
    if (withReplica) {
      replicas++;
      pairs++;
    }
  }

  /** Counts a replica that was found without a source. */
  void foundReplica() {
    replicas++;
  }

  /** Counts an object that is equal to its replica, as shown by listings. */
  void addSame() {
    listedSame++;
  }

  /** Counts an excluded object, which needs no separate finding. */
  void addExcluded() {
    listedExcluded++;
  }

  /** Counts the verdict and the action of a finding. */
  void add(Finding finding) {
    verdicts.merge(finding.verdict(), 1L, Long::sum);
    actions.merge(finding.action(), 1L, Long::sum);
    bytesCopied += finding.bytesCopied();
    requests += finding.requests();
    differencesLeft += finding.isDifferenceLeft() ? 1 : 0;
    unsure += finding.isUnsure() ? 1 : 0;
  }

  /** Replaces the verdict and the action of an object that already has a verdict. */
  void replace(Finding before, Finding after) {
    verdicts.merge(before.verdict(), -1L, Long::sum);
    verdicts.merge(after.verdict(), 1L, Long::sum);
    actions.merge(before.action(), -1L, Long::sum);
    actions.merge(after.action(), 1L, Long::sum);
    bytesCopied += after.bytesCopied() - before.bytesCopied();
    requests += after.requests() - before.requests();
    differencesLeft += (after.isDifferenceLeft() ? 1 : 0) - (before.isDifferenceLeft() ? 1 : 0);
    unsure += (after.isUnsure() ? 1 : 0) - (before.isUnsure() ? 1 : 0);
  }

  /**
   * Adds another tally to this tally.
   *
   * @param other the other tally
   */
  public void add(Tally other) {
    other.verdicts.forEach((verdict, count) -> verdicts.merge(verdict, count, Long::sum));
    other.actions.forEach((action, count) -> actions.merge(action, count, Long::sum));
    listedSame += other.listedSame;
    listedExcluded += other.listedExcluded;
    sources += other.sources;
    replicas += other.replicas;
    pairs += other.pairs;
    bytes += other.bytes;
    bytesCopied += other.bytesCopied;
    requests += other.requests;
    differencesLeft += other.differencesLeft;
    unsure += other.unsure;
  }

  /**
   * Returns the number of objects found: sources with or without a replica, and replicas without a
   * source.
   *
   * @return the number of objects
   */
  public long found() {
    return sources + replicas - pairs;
  }

  /**
   * Returns the number of sources found.
   *
   * @return the number of sources
   */
  public long sources() {
    return sources;
  }

  /**
   * Returns the number of objects found among the replicas.
   *
   * @return the number of objects
   */
  public long replicas() {
    return replicas;
  }

  /**
   * Returns the number of objects with a verdict.
   *
   * @param verdict the verdict
   * @return the number of objects
   */
  public long count(Verdict verdict) {
    long listed =
        verdict == Verdict.SAME ? listedSame : verdict == Verdict.EXCLUDED ? listedExcluded : 0;
    return verdicts.getOrDefault(verdict, 0L) + listed;
  }

  /**
   * Returns the number of objects with an action.
   *
   * @param action the action
   * @return the number of objects
   */
  public long count(Action action) {
    long listed = action == Action.NONE ? listedSame + listedExcluded : 0;
    return actions.getOrDefault(action, 0L) + listed;
  }

  /**
   * Returns the number of objects found that have no verdict. A number other than zero indicates a
   * defect in the comparison.
   *
   * @return the number of objects found minus the sum of all verdicts
   */
  public long unaccounted() {
    long sum = listedSame + listedExcluded;
    for (long count : verdicts.values()) {
      sum += count;
    }
    return found() - sum;
  }

  /**
   * Returns the number of objects that still differ after the actions of the run, or may differ
   * because they were neither compared nor copied.
   *
   * @return the number of objects
   */
  public long differencesLeft() {
    return differencesLeft;
  }

  /**
   * Returns the number of objects whose state is not known, because they could not be looked up or
   * compared.
   *
   * @return the number of objects
   */
  public long unsure() {
    return unsure;
  }

  /**
   * Returns the total size of all sources found.
   *
   * @return the size in bytes
   */
  public long bytes() {
    return bytes;
  }

  /**
   * Returns the total size of the copied objects.
   *
   * @return the size in bytes
   */
  public long bytesCopied() {
    return bytesCopied;
  }

  /**
   * Returns the number of requests for single objects. Listing requests are not included.
   *
   * @return the number of requests
   */
  public long requests() {
    return requests;
  }
}
