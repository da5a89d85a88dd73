package io.github.s3sync.reconcile.compare;

import io.github.s3sync.reconcile.finding.Action;
import io.github.s3sync.reconcile.finding.Finding;
import io.github.s3sync.reconcile.finding.Verdict;
import java.util.EnumMap;
import java.util.Map;

/**
 * How many objects were found, and what became of them. Each object that was found has exactly one
 * verdict, see {@link #unaccounted}. Not for use by several threads.
 *
 * @since 0.1.0
 */
public final class Tally {

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

  /** Creates a tally of nothing. */
  public Tally() {}

  /** Counts a source that was found, and perhaps its replica. */
  void foundSource(long sizeBytes, boolean withReplica) {
    sources++;
    bytes += sizeBytes;
    if (withReplica) {
      replicas++;
      pairs++;
    }
  }

  /** Counts a replica that was found without its source. */
  void foundReplica() {
    replicas++;
  }

  /** Counts an object that a listing showed to be equal to its replica. */
  void addSame() {
    listedSame++;
  }

  /** Counts an object that needs no finding of its own. */
  void addExcluded() {
    listedExcluded++;
  }

  /** Counts a verdict and what was done. */
  void add(Finding finding) {
    verdicts.merge(finding.verdict(), 1L, Long::sum);
    actions.merge(finding.action(), 1L, Long::sum);
    bytesCopied += finding.bytesCopied();
    requests += finding.requests();
    differencesLeft += finding.isDifferenceLeft() ? 1 : 0;
    unsure += finding.isUnsure() ? 1 : 0;
  }

  /** Counts another action for an object that has its verdict. */
  void replace(Finding before, Finding after) {
    actions.merge(before.action(), -1L, Long::sum);
    actions.merge(after.action(), 1L, Long::sum);
    bytesCopied += after.bytesCopied() - before.bytesCopied();
    requests += after.requests() - before.requests();
    differencesLeft += (after.isDifferenceLeft() ? 1 : 0) - (before.isDifferenceLeft() ? 1 : 0);
  }

  /**
   * Adds another tally to this one.
   *
   * @param other the other
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
   * Returns how many objects were found: sources with or without a replica, and replicas without a
   * source.
   *
   * @return their number
   */
  public long found() {
    return sources + replicas - pairs;
  }

  /**
   * Returns how many sources were found.
   *
   * @return their number
   */
  public long sources() {
    return sources;
  }

  /**
   * Returns how many objects were found among the replicas.
   *
   * @return their number
   */
  public long replicas() {
    return replicas;
  }

  /**
   * Returns how many objects have a verdict.
   *
   * @param verdict the verdict
   * @return their number
   */
  public long count(Verdict verdict) {
    long listed =
        verdict == Verdict.SAME ? listedSame : verdict == Verdict.EXCLUDED ? listedExcluded : 0;
    return verdicts.getOrDefault(verdict, 0L) + listed;
  }

  /**
   * Returns for how many objects something was done.
   *
   * @param action the action
   * @return their number
   */
  public long count(Action action) {
    long listed = action == Action.NONE ? listedSame + listedExcluded : 0;
    return actions.getOrDefault(action, 0L) + listed;
  }

  /**
   * Returns how many objects were found but have no verdict. Anything but zero is a fault of the
   * comparison.
   *
   * @return the number of objects found less the sum of all verdicts
   */
  public long unaccounted() {
    long sum = listedSame + listedExcluded;
    for (long count : verdicts.values()) {
      sum += count;
    }
    return found() - sum;
  }

  /**
   * Returns in how many objects the two sides differ after what was done.
   *
   * @return their number
   */
  public long differencesLeft() {
    return differencesLeft;
  }

  /**
   * Returns about how many objects nothing is known, because they could not be looked up or
   * compared.
   *
   * @return their number
   */
  public long unsure() {
    return unsure;
  }

  /**
   * Returns the size of all sources that were found.
   *
   * @return bytes
   */
  public long bytes() {
    return bytes;
  }

  /**
   * Returns the size of what was copied.
   *
   * @return bytes
   */
  public long bytesCopied() {
    return bytesCopied;
  }

  /**
   * Returns how many requests were made for single objects; listings are not included.
   *
   * @return their number
   */
  public long requests() {
    return requests;
  }
}
