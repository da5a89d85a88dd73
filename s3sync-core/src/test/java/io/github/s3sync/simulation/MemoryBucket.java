package io.github.s3sync.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Holds a bucket with or without versions. */
final class MemoryBucket {

  private static final long EPOCH = 1_700_000_000;

  private final String name;
  private final boolean hasVersions;
  private final Scheduler clock;
  private final Map<String, List<Version>> objects = new TreeMap<>();
  private int number;

  MemoryBucket(String name, boolean hasVersions, Scheduler clock) {
    this.name = name;
    this.hasVersions = hasVersions;
    this.clock = clock;
  }

  boolean hasVersions() {
    return hasVersions;
  }

  /** Returns the time of the simulation that S3 reports in this way. */
  static long nanos(Instant lastModified) {
    return (lastModified.getEpochSecond() - EPOCH) * Scheduler.SECOND;
  }

  Instant time() {
    return Instant.ofEpochSecond(EPOCH, clock.now());
  }

  /** Returns the current version; null if there is none or it is a delete marker. */
  @Nullable Version current(String key) {
    List<Version> versions = versions(key);
    Version last = versions.isEmpty() ? null : versions.get(versions.size() - 1);
    return last == null || last.state() == null ? null : last;
  }

  /** Returns all versions including delete markers, oldest first. */
  List<Version> versions(String key) {
    return objects.getOrDefault(key, List.of());
  }

  Iterable<String> keys() {
    return objects.keySet();
  }

  Version put(String key, State state, String eTag) {
    return put(key, state, eTag, clock.now(), null);
  }

  Version put(String key, State state, String eTag, long time, @Nullable String provenance) {
    return add(key, state, eTag, time, provenance);
  }

  /** Returns the delete marker; null in a bucket without versions. */
  @Nullable Version delete(String key) {
    if (hasVersions) {
      return add(key, null, "", clock.now(), null);
    }
    objects.remove(key);
    return null;
  }

  /** Destroys a version or a delete marker. */
  void purge(String key, Version version) {
    objects.getOrDefault(key, new ArrayList<>()).remove(version);
  }

  private Version add(
      String key, @Nullable State state, String eTag, long time, @Nullable String provenance) {
    Instant second = Instant.ofEpochSecond(EPOCH + time / Scheduler.SECOND);
    Version version =
        new Version(hasVersions ? name + ++number : null, state, eTag, second, provenance);
    List<Version> versions = objects.computeIfAbsent(key, k -> new ArrayList<>());
    if (!hasVersions) {
      versions.clear();
    }
    versions.add(version);
    return version;
  }
}
