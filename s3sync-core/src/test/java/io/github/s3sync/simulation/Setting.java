package io.github.s3sync.simulation;

import io.github.s3sync.pattern.KeyMapper;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** The parameters of one history: chosen by its seed, unless a test overrides them. */
final class Setting {

  private static final List<Duration> RECHECKS =
      List.of(Duration.ZERO, Duration.ZERO, Duration.ofMillis(100), Duration.ofSeconds(1));

  Duration recheckAfter;

  /** Whether the rule has deletes. */
  boolean deletes;

  boolean overwrite;
  boolean tags;
  boolean sourceVersions;
  boolean replicaVersions;

  /** Whether the Last-Modified of a copy is the time of its start: S3 does not document it. */
  boolean datedFromTheBeginning;

  /** The sequencers of events. */
  Sequencers sequencers;

  /** Whether the rule has two destinations. */
  boolean severalDestinations;

  /** Whether each side holds the replicas of the other. */
  boolean twoWay;

  /** Whether the rule streams. */
  boolean streams;

  /** Whether users write on one of the two sides only. */
  boolean oneSided;

  /** Whether each direction has a separate deployment. */
  boolean perDirection;

  /** Whether events come from EventBridge instead of S3. */
  boolean onEventBridge;

  /** Whether deletes that a process may have made itself are carried out. */
  boolean unattributedDeletes;

  /**
   * Whether the mapping of the rule ignores case, so that two sources may share a replica. Such a
   * rule logs a warning, so only some tests have one.
   */
  boolean sharedReplicas;

  /** Whether the rule leaves out large objects, and another team uses the keys of replicas. */
  boolean sizeRange;

  /** Whether eTags are not digests of the bytes, as under KMS. */
  boolean opaqueETags;

  /** The checksum of objects with such an eTag. */
  ShownChecksum checksum;

  /** The percentage of users' objects that were uploaded in parts. */
  int uploadedInPartsPercent = 20;

  /** Whether only the end of a two-way history is checked. */
  boolean onlyTheEnd;

  /** Whether some events have names that no version of s3sync knows. */
  boolean newNames;

  /** The number of processes. */
  int workers;

  /** The number of threads of each process. */
  int threads;

  int keys;
  int writes;

  /** The percentage of copies that take seconds. */
  int slowPercent;

  /** The percentage of objects that are copied in parts. */
  int largePercent;

  /** The percentage of requests that fail. */
  int faultPercent;

  /** The percentage of changes whose event is lost. */
  int lostPercent;

  /** How many times a process may be killed. */
  int crashes;

  /**
   * Whether the documented exceptions, of fast copies and unattributed deletes, also count as
   * violations.
   */
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
      // The rarest histories need all of these together.
      keys = 1;
      slowPercent = 50;
      faultPercent = 20;
      crashes = 2;
    }
    unattributedDeletes = random.nextBoolean();
    streams = random.nextInt(4) == 0;
    sizeRange = random.nextInt(8) == 0;
    opaqueETags = random.nextInt(4) == 0;
    checksum = ShownChecksum.of(random.nextInt(1_000));
    newNames = random.nextInt(4) == 0;
  }

  /**
   * Tells whether unattributed deletes are accepted: otherwise rules for one direction are
   * rejected.
   */
  boolean acceptsUnattributedDeletes() {
    return twoWay && deletes && (unattributedDeletes || perDirection);
  }

  /** Tells whether events identify the changes that processes made themselves. */
  boolean identifiesWriters() {
    return !perDirection && !onEventBridge;
  }

  /** Returns the key prefixes of replicas, one for each destination. */
  List<String> prefixes() {
    return severalDestinations && !twoWay
        ? List.of(World.PREFIX, World.OTHER_PREFIX)
        : List.of(World.PREFIX);
  }

  /** Tells whether two sources may share a replica. */
  boolean sharesReplicas() {
    return sharedReplicas && !twoWay;
  }

  /** Returns the mapping of the rule. */
  KeyMapper mapper(String prefix) {
    return sharesReplicas()
        ? source -> prefix + replicaName(source.key())
        : KeyMapper.under(prefix);
  }

  /** Returns the key of the replica without its prefix. */
  String replicaName(String sourceKey) {
    return sharesReplicas() ? sourceKey.toLowerCase(Locale.ROOT) : sourceKey;
  }

  /** Returns the size up to which the rule accepts objects. */
  long maxSize() {
    return sizeRange && !twoWay ? Content.SMALL : Content.LARGE;
  }

  /** Tells whether the rule leaves out some objects. */
  boolean hasSizeRange() {
    return maxSize() < Content.LARGE;
  }

  /** Returns the number of processes. */
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
        + (streams ? ", streams" : "")
        + (sharesReplicas() ? ", a mapping that ignores case" : "")
        + (hasSizeRange() ? ", a size range" : "")
        + (opaqueETags ? ", opaque eTags and checksum " + checksum : "")
        + (newNames ? ", new event names" : "")
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
