package io.github.s3sync.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Writes the source. Each change has an event; of two fast puts, possibly only the last. */
final class SourceWriter {

  private static final long QUICK = 150 * Scheduler.MILLISECOND;

  private final World world;
  private final Queue queue;
  private final Announcements announcements;
  private final RandomGenerator random;
  private final List<State> states = new ArrayList<>();
  private int number;

  SourceWriter(World world, Queue queue, Tally tally) {
    this.world = world;
    this.queue = queue;
    this.announcements = new Announcements(world, queue, tally);
    world.announcements(announcements);
    this.random = world.scheduler().random();
  }

  /** Plans all changes. */
  void start() {
    if (world.setting().hasSizeRange()) {
      putOthers();
    }
    List<Planned> plan = new ArrayList<>();
    long time = 0;
    for (int i = 0; i < world.setting().writes; i++) {
      String key = key(random.nextInt(world.setting().keys));
      Change change = Change.of(random.nextInt(1_000));
      boolean there = world.setting().twoWay && !world.setting().oneSided && random.nextBoolean();
      plan.add(
          new Planned(
              i,
              time,
              there ? World.DESTINATION : World.SOURCE,
              there ? World.PREFIX + key : key,
              change));
      time +=
          world.scheduler().chance(60)
              ? world.scheduler().shortWhile()
              : world.scheduler().longWhile();
    }
    for (Planned planned : plan) {
      queue.expect();
      boolean mayBeSilent =
          plan.stream().anyMatch(next -> planned.isFollowedBy(next, world.setting()));
      world.scheduler().at(planned.time, () -> carryOut(planned, mayBeSilent));
    }
  }

  private String key(int number) {
    return (world.setting().sharesReplicas() && random.nextBoolean() ? "K " : "k ") + number;
  }

  /** Puts objects of another team, which the rule would leave out, at the keys of replicas. */
  private void putOthers() {
    for (String prefix : world.setting().prefixes()) {
      for (int i = 0; i < world.setting().keys; i++) {
        if (random.nextBoolean()) {
          String key = prefix + "k " + i;
          State state = new State(new Content("team", Content.LARGE), "", "");
          world.destination().put(key, state, world.eTag(state.content()));
          world.check().foreign(key);
        }
      }
    }
  }

  private void carryOut(Planned planned, boolean mayBeSilent) {
    MemoryBucket bucket = world.bucket(planned.bucket);
    String key = planned.key;
    Version before = bucket.current(key);
    Announcements.Event event = change(planned.change, bucket, key, before);
    Version now = bucket.current(key);
    if (planned.change.isPut() || !Objects.equals(before, now)) {
      world.check().changed(planned.bucket, key, planned.number);
    }
    world.note(planned.bucket, "#" + planned.number + " " + event.name() + " " + key, now);
    if ((mayBeSilent && now != null && world.scheduler().chance(50)) || isLost()) {
      announcements.silent();
    } else {
      announcements.announce(planned.number, planned.bucket, key, event, "AIDAUSER");
    }
  }

  private boolean isLost() {
    int percent = world.setting().lostPercent;
    return percent > 0 && world.scheduler().chance(percent);
  }

  private Announcements.Event change(
      Change change, MemoryBucket bucket, String key, @Nullable Version before) {
    List<Version> versions = bucket.versions(key);
    if (change == Change.DELETE && before != null) {
      return Announcements.Event.ofDelete(bucket.delete(key));
    }
    if (change == Change.PURGE
        && bucket.hasVersions()
        && world.setting().deletes
        && !world.setting().twoWay
        && !versions.isEmpty()) {
      // The newest is as frequent as all others together.
      int newest = versions.size() - 1;
      Version version = versions.get(random.nextBoolean() ? newest : random.nextInt(newest + 1));
      bucket.purge(key, version);
      return new Announcements.Event("ObjectRemoved:Delete", version);
    }
    State state = state(change, bucket, before);
    String eTag = world.eTag(state.content()) + suffix();
    return new Announcements.Event("ObjectCreated:Put", bucket.put(key, state, eTag));
  }

  private State state(Change change, MemoryBucket bucket, @Nullable Version before) {
    int next = ++number;
    State state;
    if (change == Change.PUT_SAME_BYTES && before != null) {
      // In a bucket without versioning, nothing shows that only the tags were changed.
      boolean tagsAlone = bucket.hasVersions() && random.nextBoolean();
      state =
          new State(
              before.get().content(), tagsAlone ? before.get().metadata() : "m" + next, "t" + next);
    } else if (change == Change.PUT_AGAIN && !states.isEmpty()) {
      state = states.get(random.nextInt(states.size()));
    } else {
      long size = world.scheduler().chance(largePercent()) ? Content.LARGE : Content.SMALL;
      state = new State(new Content("v" + next, size), "m" + next, "t" + next);
    }
    states.add(state);
    return state;
  }

  private String suffix() {
    return world.scheduler().chance(world.setting().uploadedInPartsPercent) ? "-2" : "";
  }

  private int largePercent() {
    int percent = world.setting().largePercent;
    return world.setting().hasSizeRange() ? Math.max(30, percent) : percent;
  }

  /** A planned change. */
  private record Planned(int number, long time, String bucket, String key, Change change) {

    /**
     * Tells whether S3 may report only the next change; in a bucket with versions it reports both.
     */
    boolean isFollowedBy(Planned next, Setting setting) {
      return !(bucket.equals(World.SOURCE) ? setting.sourceVersions : setting.replicaVersions)
          && next.number > number
          && next.bucket.equals(bucket)
          && next.key.equals(key)
          && next.time < time + QUICK
          && change.isPut()
          && next.change.isPut();
    }
  }
}
