package io.github.s3sync.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Checks the promises for one-way rules. */
final class OneWayCheck implements Check {

  private final World world;
  private final Tally tally;

  /** What the sources were, by the key of their replica without its prefix. */
  private final Map<String, Past> replicas = new TreeMap<>();

  /** The objects of another team at the keys of replicas. */
  private final Set<String> foreign = new HashSet<>();

  private final Map<Integer, List<Handling>> handled = new TreeMap<>();

  OneWayCheck(World world, Tally tally) {
    this.world = world;
    this.tally = tally;
  }

  @Override
  public void changed(String bucket, String key, int change) {
    Past past = replicas.computeIfAbsent(world.setting().replicaName(key), k -> new Past());
    past.keys.add(key);
    Version version = world.source().current(key);
    if (version != null) {
      past.states.add(wanted(version));
    }
    past.change = change;
    past.changedAt = world.scheduler().now();
  }

  @Override
  public void foreign(String key) {
    foreign.add(key);
  }

  @Override
  public void wrote(String bucket, String key, Writing writing, boolean overwrites) {
    if (!bucket.equals(World.DESTINATION)) {
      throw world.scheduler().fail("wrote to the source: " + key);
    }
    String prefix = prefix(key);
    Past past = replicas.get(key.substring(prefix.length()));
    if (past == null) {
      throw world.scheduler().fail("wrote an object that is not a replica: " + key);
    }
    if (writing.state == null && !world.setting().deletes) {
      throw world.scheduler().fail("deleted a replica under a rule without deletes: " + key);
    }
    if (writing.state == null ? foreign.contains(key) : !isAccepted(writing.state)) {
      throw world
          .scheduler()
          .fail(
              (writing.state == null
                      ? "deleted an object that cannot be a replica: "
                      : "copied an object that the rule leaves out: ")
                  + key);
    }
    foreign.remove(key);
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
    replicas.forEach(
        (key, past) -> {
          Version replica = world.destination().current(prefix + key);
          State is = replica == null ? null : replica.state();
          State should = past.current(world).map(this::wanted).orElse(null);
          if (!isPromised(past, should, is)) {
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

  private boolean isPromised(Past past, @Nullable State should, @Nullable State is) {
    if (should == null) {
      return is == null || !world.setting().deletes || !isAccepted(is);
    }
    if (!isAccepted(should)) {
      return true;
    }
    // A replica that two sources share is a copy of one of them.
    boolean ofOneSource = past.keys.size() == 1;
    return (world.setting().overwrite && ofOneSource) ? should.equals(is) : is != null;
  }

  /** Tells whether the rule accepts the size. */
  private boolean isAccepted(State state) {
    return state.content().size() <= world.setting().maxSize();
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

  /** The history of one source, or of the sources that share a replica. */
  private static final class Past {
    private final Set<String> keys = new TreeSet<>();
    private final List<State> states = new ArrayList<>();
    private int change;
    private long changedAt;
    private final Map<String, Writing> last = new TreeMap<>();

    /** Returns a source that exists. */
    private Optional<Version> current(World world) {
      return keys.stream().map(world.source()::current).filter(Objects::nonNull).findFirst();
    }
  }

  /** An acknowledged event, with the process and the start of its handling. */
  private record Handling(Worker.Life by, long began) {}
}
