package io.github.s3sync.simulation;

import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Checks the promises for two-way rules. */
final class TwoWayCheck implements Check {

  private final World world;
  private final Set<State> states = new HashSet<>();
  private final Set<String> written = new HashSet<>();
  private final Set<String> keys = new TreeSet<>();
  private final Set<String> refused = new HashSet<>();

  TwoWayCheck(World world) {
    this.world = world;
  }

  private static String key(String bucket, String key) {
    return bucket.equals(World.SOURCE) ? key : key.substring(World.PREFIX.length());
  }

  @Override
  public void changed(String bucket, String key, int change) {
    keys.add(key(bucket, key));
    written.add(bucket);
    Version version = world.bucket(bucket).current(key);
    if (version != null) {
      states.add(wanted(version));
    }
  }

  @Override
  public void wrote(String bucket, String key, Writing writing, boolean overwrites) {
    if (world.setting().onlyTheEnd) {
      return;
    }
    String other = bucket.equals(World.SOURCE) ? World.DESTINATION : World.SOURCE;
    // A delete leaves no marks, so only the principal of its event identifies its author.
    boolean mayBeUsers =
        world.setting().acceptsUnattributedDeletes()
            && !world.setting().strict
            && !world.setting().identifiesWriters()
            && (writing.state == null || !overwrites);
    if (!written.contains(other) && !mayBeUsers) {
      throw world
          .scheduler()
          .fail("undid a write of a user who writes on only one side: " + bucket + " " + key);
    }
    if (writing.state == null && !world.setting().deletes) {
      throw world.scheduler().fail("deleted under a rule without deletes: " + key);
    }
    if (writing.state != null && !isOneOfThose(writing.state)) {
      throw world.scheduler().fail("a state that no user ever wrote: " + writing.state);
    }
  }

  /**
   * Tells whether a user wrote this state. Tags are read separately and may temporarily belong to
   * another state.
   */
  private boolean isOneOfThose(State state) {
    return states.contains(state)
        || (states.stream().anyMatch(s -> s.withoutTag().equals(state.withoutTag()))
            && states.stream().anyMatch(s -> s.tag().equals(state.tag())));
  }

  @Override
  public void handled(Message message, Worker.Life by, long began) {}

  @Override
  public void refusedDelete(String bucket, String key) {
    refused.add(key(bucket, key));
  }

  @Override
  public void end() {
    for (String key : keys) {
      State one = state(world.source().current(key));
      State other = state(world.destination().current(World.PREFIX + key));
      boolean mayBeGoneOnOneSide = !world.setting().deletes || refused.contains(key);
      boolean isGoneOnOneSide = mayBeGoneOnOneSide && (one == null || other == null);
      if (!isEqual(one, other) && !isGoneOnOneSide) {
        world.scheduler().fail("the sides of " + key + " differ: " + one + ", " + other);
      }
    }
  }

  /**
   * Tells whether two states are equal. If no event reports that only tags were written again, they
   * may belong to another state.
   */
  private boolean isEqual(@Nullable State one, @Nullable State other) {
    if (Objects.equals(one, other)) {
      return true;
    }
    Setting setting = world.setting();
    boolean mayHaveOtherTags =
        !(setting.sourceVersions && setting.replicaVersions)
            && one != null
            && other != null
            && one.withoutTag().equals(other.withoutTag());
    if (mayHaveOtherTags) {
      world.count("tags of another state");
    }
    return mayHaveOtherTags;
  }

  private @Nullable State state(@Nullable Version version) {
    return version == null ? null : wanted(version);
  }

  private State wanted(Version version) {
    return world.setting().tags ? version.get() : version.get().withoutTag();
  }
}
