package io.github.s3sync.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Everything outside of the processes: the buckets, the network and the checks. */
final class World {

  static final String SOURCE = "src";
  static final String DESTINATION = "dst";

  /** The principal of the processes. */
  static final String OURS = "AROASYNC:s3sync";

  /** The prefix that replicas have before the source's key. */
  static final String PREFIX = "copy/";

  /** The prefix of a second destination of the same rule. */
  static final String OTHER_PREFIX = "more/";

  private final Setting setting;
  private final Scheduler scheduler;
  private final Journal journal;
  private final Tally tally;
  private final MemoryBucket source;
  private final MemoryBucket destination;
  private final Map<Actor, Look> looks = new HashMap<>();
  private final Uploads uploads = new Uploads();
  private final Requests requests;
  private Check check;
  private @Nullable Announcements announcements;
  private int written;

  World(Setting setting, RandomGenerator random, Journal journal, Tally tally) {
    this.setting = setting;
    this.scheduler = new Scheduler(random, journal);
    this.journal = journal;
    this.tally = tally;
    this.source = new MemoryBucket("s", setting.sourceVersions, scheduler);
    this.destination = new MemoryBucket("d", setting.replicaVersions, scheduler);
    this.requests = new Requests(scheduler, setting, journal, tally, uploads);
    this.check = setting.twoWay ? new TwoWayCheck(this) : new OneWayCheck(this, tally);
  }

  Setting setting() {
    return setting;
  }

  Scheduler scheduler() {
    return scheduler;
  }

  MemoryBucket source() {
    return source;
  }

  MemoryBucket destination() {
    return destination;
  }

  MemoryBucket bucket(String name) {
    return switch (name) {
      case SOURCE -> source;
      case DESTINATION -> destination;
      default -> throw scheduler.fail("a request to the bucket " + name);
    };
  }

  Uploads uploads() {
    return uploads;
  }

  Requests requests() {
    return requests;
  }

  Check check() {
    return check;
  }

  /** Replaces the check by one that does more. */
  void check(UnaryOperator<Check> more) {
    check = more.apply(check);
  }

  void note(Object who, String what, @Nullable Object detail) {
    journal.note(scheduler.now(), who, what, detail);
  }

  void count(String what) {
    tally.count(what);
  }

  /** Returns the eTag of a new object that is written in one request. */
  String eTag(Content content) {
    return setting.opaqueETags ? Content.md5(("kms" + ++written).getBytes(UTF_8)) : content.eTag();
  }

  /** Tells whether HEAD shows that an object has other bytes. */
  boolean showsBytes(Version version) {
    return setting.opaqueETags
        ? setting.checksum.showsBytes(version)
        : version.eTag().equals(version.get().content().eTag());
  }

  void announcements(Announcements of) {
    this.announcements = of;
  }

  /** Announces that a process has written or deleted an object. */
  void announceOwn(String bucket, String key, Announcements.Event event) {
    if (setting.twoWay && announcements != null) {
      announcements.announceOwn(bucket, key, event);
    }
  }

  /** Remembers the last look-up of a thread, whose result it may use to write. */
  void looked(Actor thread, Look look) {
    looks.put(thread, look);
  }

  /** Returns the last look-up of a thread. */
  Look lastLook(Actor thread) {
    return looks.getOrDefault(thread, new Look(0, 0));
  }

  /** A look-up: when the object had the returned state, and when the answer arrived. */
  record Look(long at, long answeredAt) {}

  /** Returns the time that S3 needs from reading to writing. */
  long timeToCopy() {
    return scheduler.chance(setting.slowPercent) ? scheduler.longWhile() : scheduler.shortWhile();
  }
}
