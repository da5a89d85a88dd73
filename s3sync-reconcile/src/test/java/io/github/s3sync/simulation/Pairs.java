package io.github.s3sync.simulation;

import io.github.s3sync.reconcile.finding.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Records what is true: in which relation each source was to its replica, at any time. Also checks
 * each change, as {@link OneWayCheck} does.
 */
final class Pairs implements Check {

  private final World world;
  private final Check check;
  private final Map<String, List<Phase>> phases = new HashMap<>();
  private final Map<Worker.Life, Comparison> comparisons = new HashMap<>();

  Pairs(World world, Check check) {
    this.world = world;
    this.check = check;
  }

  /** Checks the writes of a process that compares. */
  void watch(Worker.Life life, Comparison comparison) {
    comparisons.put(life, comparison);
  }

  @Override
  public void changed(String bucket, String key, int change) {
    check.changed(bucket, key, change);
    world.setting().prefixes().forEach(prefix -> record(key, prefix));
  }

  @Override
  public void wrote(String bucket, String key, Writing writing, boolean overwrites) {
    check.wrote(bucket, key, writing, overwrites);
    for (String prefix : world.setting().prefixes()) {
      if (key.startsWith(prefix)) {
        String source = key.substring(prefix.length());
        Comparison comparison = comparisons.get(writing.by);
        if (comparison != null) {
          comparison.wrote(source, prefix, writing.state == null);
        }
        record(source, prefix);
      }
    }
  }

  @Override
  public void handled(Message message, Worker.Life by, long began) {
    check.handled(message, by, began);
  }

  @Override
  public void end() {
    check.end();
  }

  private void record(String key, String prefix) {
    Version source = world.source().current(key);
    Version replica = world.destination().current(prefix + key);
    long now = world.scheduler().now();
    phases.computeIfAbsent(prefix + key, k -> new ArrayList<>()).add(phase(now, source, replica));
  }

  private Phase phase(long now, @Nullable Version source, @Nullable Version replica) {
    if (source == null || replica == null) {
      Verdict verdict =
          source == null ? replica == null ? Verdict.SAME : Verdict.EXTRA : Verdict.MISSING;
      return new Phase(now, verdict, source, replica);
    }
    State one = source.get();
    State other = replica.get();
    boolean same =
        world.setting().tags ? one.equals(other) : one.withoutTag().equals(other.withoutTag());
    return new Phase(now, same ? Verdict.SAME : Verdict.DIFFERS, source, replica);
  }

  /** Tells whether a source has existed since a time. */
  boolean existsSince(String key, long time) {
    List<Phase> all = phases.getOrDefault(world.setting().prefixes().get(0) + key, List.of());
    for (int i = all.size() - 1; i >= 0; i--) {
      if (all.get(i).source == null) {
        return false;
      }
      if (all.get(i).from <= time) {
        return true;
      }
    }
    return false;
  }

  /**
   * Tells whether a verdict was true at some time, for a source (or a replica without a source)
   * that had not been changed for the settle time. The source of an extra replica, if its rule
   * deletes, must have been gone for the settle time, too.
   *
   * @param since the start of the comparison
   */
  boolean wasTrue(String key, String prefix, Verdict verdict, long since, long settle) {
    List<Phase> all = phases.getOrDefault(prefix + key, List.of());
    for (int i = all.size() - 1; i >= 0; i--) {
      Phase phase = all.get(i);
      long until = i + 1 < all.size() ? all.get(i + 1).from : world.scheduler().now();
      if (until < since) {
        return false;
      }
      Version old = phase.source == null ? phase.replica : phase.source;
      // The time of the last change has whole seconds.
      if (phase.verdict == verdict
          && old != null
          && (verdict != Verdict.EXTRA
              || !world.setting().deletes
              || goneSince(all, i) <= world.scheduler().now() - settle)
          && MemoryBucket.nanos(old.lastModified()) <= world.scheduler().now() - settle) {
        return true;
      }
    }
    return false;
  }

  /** Returns since when the source has been gone in a phase. */
  private static long goneSince(List<Phase> all, int index) {
    int first = index;
    while (first > 0 && all.get(first - 1).source == null) {
      first--;
    }
    return all.get(first).from;
  }

  /** A time in which neither of two objects changed. */
  private record Phase(
      long from, Verdict verdict, @Nullable Version source, @Nullable Version replica) {}

  /** Receives the writes of a process that compares. */
  interface Comparison {
    void wrote(String key, String prefix, boolean deleted);
  }
}
