package io.github.s3sync.simulation;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** What one history is like: by its seed, as far as no test wants it otherwise. */
final class Setting {

  private static final List<Duration> RECHECKS =
      List.of(Duration.ZERO, Duration.ZERO, Duration.ofMillis(100), Duration.ofSeconds(1));

  Duration recheckAfter;

  /** Whether the rule takes deletes. */
  boolean deletes;

  boolean overwrite;
  boolean tags;
  boolean sourceVersions;
  boolean replicaVersions;

  /** Whether a copy's Last-Modified is when it began: S3 does not say. */
  boolean datedFromTheBeginning;

  /** What events have. */
  Sequencers sequencers;

  /** Whether the rule has two. */
  boolean severalDestinations;

  /** Whether each side has the other's replicas. */
  boolean twoWay;

  /** Whether users write on one of the two sides only. */
  boolean oneSided;

  /** Whether each direction is another deployment's. */
  boolean perDirection;

  /** Whether events come from there, and not from S3 itself. */
  boolean onEventBridge;

  /** Whether deletes are carried out that may be a process's own. */
  boolean unattributedDeletes;

  /** Processes. */
  int workers;

  /** Of each process. */
  int threads;

  int keys;
  int writes;

  /** How many copies in a hundred take seconds. */
  int slowPercent;

  /** How many objects in a hundred are copied in parts. */
  int largePercent;

  /** How many requests in a hundred go wrong. */
  int faultPercent;

  /** How many times a process may die. */
  int crashes;

  /** Whether even what quick copies and unattributed deletes are known to do is a violation. */
  boolean strict;

  Setting(RandomGenerator random) {
    recheckAfter = RECHECKS.get(random.nextInt(RECHECKS.size()));
    deletes = random.nextInt(3) > 0;
    overwrite = deletes || random.nextInt(3) > 0;
    tags = random.nextBoolean();
    sourceVersions = random.nextBoolean();
    replicaVersions = random.nextBoolean();
    datedFromTheBeginning = random.nextBoolean();
    sequencers = Sequencers.of(random.nextInt(1_000));
    workers = 1 + random.nextInt(3);
    threads = 1 + random.nextInt(3);
    keys = 1 + random.nextInt(3);
    writes = 2 + random.nextInt(7);
    slowPercent = List.of(0, 10, 50).get(random.nextInt(3));
    largePercent = List.of(0, 0, 30).get(random.nextInt(3));
    faultPercent = List.of(0, 0, 5, 20).get(random.nextInt(4));
    crashes = random.nextInt(3);
    oneSided = random.nextBoolean();
    perDirection = random.nextBoolean();
    onEventBridge = random.nextBoolean();
    severalDestinations = random.nextInt(4) == 0;
    if (random.nextInt(4) == 0) {
      // The rarest histories need all at once.
      keys = 1;
      slowPercent = 50;
      faultPercent = 20;
      crashes = 2;
    }
    unattributedDeletes = random.nextBoolean();
  }

  /** Rules for one direction are refused otherwise. */
  boolean acceptsUnattributedDeletes() {
    return twoWay && deletes && (unattributedDeletes || perDirection);
  }

  /** Whether processes know their own doing by the events of it. */
  boolean tellsWhoWrites() {
    return !perDirection && !onEventBridge;
  }

  /** How the replicas' keys begin, one for each destination. */
  List<String> prefixes() {
    return severalDestinations && !twoWay
        ? List.of(World.PREFIX, World.OTHER_PREFIX)
        : List.of(World.PREFIX);
  }

  /** How many processes there are. */
  int processes() {
    return twoWay && perDirection ? 2 * workers : workers;
  }

  @Override
  public String toString() {
    return (sourceVersions ? "versions" : "no versions")
        + " of the source, "
        + (replicaVersions ? "versions" : "none")
        + " of the replica; recheckAfter "
        + recheckAfter
        + (deletes ? ", deletes" : ", no deletes")
        + (overwrite ? "" : ", never overwrites")
        + (tags ? ", tags" : ", no tags")
        + ", sequencers "
        + sequencers
        + (!twoWay && severalDestinations ? ", two destinations" : "")
        + (twoWay ? ", two-way" : "")
        + (twoWay && oneSided ? ", written on one side" : "")
        + (twoWay && perDirection ? ", a deployment per direction" : "")
        + (twoWay && onEventBridge ? ", EventBridge" : "")
        + (acceptsUnattributedDeletes() ? ", unattributed deletes" : "")
        + "; processes: "
        + workers
        + ", each of threads: "
        + threads;
  }
}
