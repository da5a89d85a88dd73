package io.github.s3sync.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Checks the promises for one-way rules. */
final class OneWayCheck implements Check {

  private final World world;
  private final Tally tally;
  private final Map<String, Past> sources = new TreeMap<>();
  private final Map<Integer, List<Handling>> handled = new TreeMap<>();

  OneWayCheck(World world, Tally tally) {
    this.world = world;
    this.tally = tally;
  }

  @Override
  public void changed(String bucket, String key, int change) {
    Past past = sources.computeIfAbsent(key, k -> new Past());
    Version version = world.source().current(key);
    if (version != null) {
      past.states.add(wanted(version));
    }
    past.change = change;
    past.changedAt = world.scheduler().now();
  }

  @Override
  public void wrote(String bucket, String key, Writing writing, boolean overwrites) {
    if (!bucket.equals(World.DESTINATION)) {
      throw world.scheduler().fail("wrote to the source: " + key);
    }
    String prefix = prefix(key);
    Past past = sources.get(key.substring(prefix.length()));
    if (past == null) {
      throw world.scheduler().fail("wrote an object that is not a replica: " + key);
    }
    if (writing.state == null && !world.setting().deletes) {
      throw world.scheduler().fail("deleted a replica under a rule without deletes: " + key);
    }
    if (writing.state != null && !isOneOf(past.states, writing)) {
      throw world.scheduler().fail("a state that its source never had: " + writing.state);
    }
    if (overwrites && !world.setting().overwrite) {
      throw world.scheduler().fail("overwrote under a rule that never overwrites: " + key);
    }
    past.last.put(prefix, writing);
  }

  /**
   * Tells whether the source ever had this state. A multipart copy or a stream reads the tags with
   * a separate request, which cannot name an eTag. If the same bytes are put again, the tags may
   * temporarily belong to another state.
   */
  private boolean isOneOf(List<State> states, Writing writing) {
    State state = Objects.requireNonNull(writing.state);
    if (states.contains(state)) {
      return true;
    }
    boolean otherTags =
        !writing.readAtOnce
            && states.stream().anyMatch(s -> s.withoutTag().equals(state.withoutTag()))
            && states.stream().anyMatch(s -> s.tag().equals(state.tag()));
    if (otherTags) {
      tally.count("tags of another state");
    }
    return otherTags;
  }

  @Override
  public void handled(Message message, Worker.Life by, long began) {
    handled.computeIfAbsent(message.change(), c -> new ArrayList<>()).add(new Handling(by, began));
  }

  @Override
  public void end() {
    for (String prefix : world.setting().prefixes()) {
      end(prefix);
    }
  }

  private void end(String prefix) {
    sources.forEach(
        (key, past) -> {
          Version source = world.source().current(key);
          Version replica = world.destination().current(prefix + key);
          State is = replica == null ? null : replica.state();
          State should = source == null ? null : wanted(source);
          if (!isPromised(should, is)) {
            if (isExcused(past, past.last.get(prefix))) {
              tally.count("left behind by a quick copy");
            } else {
              world
                  .scheduler()
                  .fail("the source of " + key + " is " + should + ", its replica " + is);
            }
          }
        });
  }

  private boolean isPromised(@Nullable State should, @Nullable State is) {
    if (should == null) {
      return is == null || !world.setting().deletes;
    }
    return world.setting().overwrite ? should.equals(is) : is != null;
  }

  /**
   * Tells whether the exception that {@code Convergence} documents applies: another process handled
   * the last change entirely during a copy that was too fast to re-check its source.
   */
  private boolean isExcused(Past past, @Nullable Writing last) {
    return !world.setting().strict
        && last != null
        && last.state != null
        && !last.inParts
        && last.took < world.setting().recheckAfter.toNanos()
        && last.readAt <= past.changedAt
        && past.changedAt <= last.changedAt
        && handled.getOrDefault(past.change, List.of()).stream()
            .allMatch(each -> each.by != last.by && each.began < last.changedAt);
  }

  private State wanted(Version version) {
    return world.setting().tags ? version.get() : version.get().withoutTag();
  }

  private String prefix(String replica) {
    for (String prefix : world.setting().prefixes()) {
      if (replica.startsWith(prefix)) {
        return prefix;
      }
    }
    throw world.scheduler().fail("wrote an object that is not a replica: " + replica);
  }

  /** The history of one source. */
  private static final class Past {
    private final List<State> states = new ArrayList<>();
    private int change;
    private long changedAt;
    private final Map<String, Writing> last = new TreeMap<>();
  }

  /** An acknowledged event, with the process and the start of its handling. */
  private record Handling(Worker.Life by, long began) {}
}
