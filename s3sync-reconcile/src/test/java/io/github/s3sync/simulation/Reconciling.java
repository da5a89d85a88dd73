package io.github.s3sync.simulation;

import io.github.s3sync.client.S3Clients;
import io.github.s3sync.copy.CopyExecutor;
import io.github.s3sync.copy.CopyResult;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.copy.ForwardingCopyExecutor;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.executor.CopySeams;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.reconcile.Mode;
import io.github.s3sync.reconcile.ReconcileSeams;
import io.github.s3sync.reconcile.Reconciler;
import io.github.s3sync.reconcile.ReconcilerBuilder;
import io.github.s3sync.reconcile.RunResult;
import io.github.s3sync.reconcile.compare.Bytes;
import io.github.s3sync.reconcile.compare.DeleteLimit;
import io.github.s3sync.reconcile.compare.Level;
import io.github.s3sync.reconcile.finding.Finding;
import io.github.s3sync.reconcile.finding.Verdict;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRules;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/** One run of a comparison by one process, and the promises about it. */
final class Reconciling implements Pairs.Comparison {

  /** A source is looked up just before its replica is deleted, and then its bucket. */
  private static final int REQUESTS_TO_DELETE = 2;

  private final World world;
  private final Pairs pairs;
  private final Mode mode;
  private final Duration settle;
  private final DeleteLimit limit;
  private final Set<String> found = new HashSet<>();
  private final Map<String, Set<String>> deletedIn = new HashMap<>();
  private final ListedS3 s3;
  private final Reconciler reconciler;
  private final Safety safety;
  private final long began;
  private final Level level;
  private final boolean unordered;
  private final MemoryCheckpoint checkpoint;
  private boolean deletesExtra;

  /**
   * Creates a run.
   *
   * @param atRest whether nothing else happens, so that the run must be complete and thorough
   * @param killed the run of a process that was killed, which this run resumes; null for none
   */
  Reconciling(
      World world,
      Pairs pairs,
      Worker worker,
      CopyRule rule,
      Safety safety,
      Mode mode,
      boolean atRest,
      @Nullable Reconciling killed) {
    this.world = world;
    this.pairs = pairs;
    this.mode = mode;
    this.safety = safety;
    RandomGenerator random = world.scheduler().random();
    if (killed == null) {
      this.settle = atRest ? Duration.ZERO : Duration.ofSeconds(5L * random.nextInt(3));
      this.limit = atRest ? new DeleteLimit(1_000, 1) : new DeleteLimit(1 + random.nextInt(3), 0.6);
      List<Level> levels = List.of(Level.values());
      this.level = atRest ? Level.TAGS : levels.get(random.nextInt(levels.size()));
      this.unordered = random.nextInt(3) == 0;
      this.checkpoint = new MemoryCheckpoint();
      this.began = world.scheduler().now();
    } else {
      this.settle = killed.settle;
      this.limit = killed.limit;
      this.level = killed.level;
      this.unordered = killed.unordered;
      this.checkpoint = killed.checkpoint;
      this.began = killed.began;
    }
    boolean refused = !atRest && world.scheduler().chance(20);
    Worker.Life life = new Worker.Life(worker, 1_000 + random.nextInt(1_000));
    this.s3 =
        new ListedS3(
            world, worker, life, ReconcileHistory.PREFIX, refused ? 1 + random.nextInt(6) : 1_000);
    checkpoint.usedBy(s3::isDead);
    pairs.watch(life, this);
    S3Client client = safety.client(s3);
    CopyExecutor executor =
        watched(
            safety.executor(
                CopySeams.executor(s3, World.OURS, world.scheduler()::now, Content.PART), s3));
    ReconcilerBuilder builder =
        Reconciler.builder(mode, CopyRules.of(rule), S3Clients.of(client))
            .executor(executor)
            .settle(settle)
            .deleteLimit(limit)
            .level(level)
            .bytes(atRest ? Bytes.IF_UNKNOWN : Bytes.NONE)
            .listers(1)
            .workers(0)
            .checkpoint(checkpoint)
            .resume()
            .clock(clock())
            .settleWait(
                (replicas, next, last, stopped) -> {
                  world.count("waited for deletes");
                  world.scheduler().pause(next.toNanos());
                })
            .listener(this::hear);
    if (unordered) {
      builder.unordered();
    }
    ReconcileSeams.withoutPauses(builder);
    safety.change(builder, executor);
    this.reconciler = builder.build();
    s3.beforeListings(
        () -> {
          if (!s3.isDead() && world.scheduler().chance(50)) {
            reconciler.save();
          }
        });
    world.note(life, "begins to " + mode + ", settle " + settle + ", limit " + limit, null);
  }

  private CopyExecutor watched(CopyExecutor executor) {
    return new ForwardingCopyExecutor(executor) {
      @Override
      public CopyResult execute(CopyPlan plan, Deadline deadline) {
        deletesExtra = plan.event().kind() == EventKind.REMOVED;
        try {
          return super.execute(plan, deadline);
        } finally {
          deletesExtra = false;
        }
      }
    };
  }

  private Clock clock() {
    InstantSource source = () -> world.source().time();
    return source.withZone(ZoneOffset.UTC);
  }

  /** Runs; returns null if the process was killed. */
  @Nullable RunResult run() {
    RunResult result;
    try {
      result = reconciler.run();
      safety.end();
    } catch (IllegalStateException | Killed e) {
      if (s3.isDead()) {
        return null;
      }
      throw e;
    }
    if (s3.isDead()) {
      return null;
    }
    if (result.total().unaccounted() != 0) {
      throw world.scheduler().fail("objects without a verdict: " + result.total().unaccounted());
    }
    if (result.isComplete() && s3.isRefused()) {
      throw world.scheduler().fail("a listing was refused, and the run is complete");
    }
    result
        .flows()
        .forEach(
            (flow, end) -> {
              int deletes = deletes(flow);
              if (!end.isComplete() && deletes > 0) {
                throw world.scheduler().fail("deleted replicas, but not all was compared: " + flow);
              }
              if (deletes > limit.max() || deletes > limit.maxShare() * end.tally().replicas()) {
                throw world.scheduler().fail("deleted " + deletes + ", more than the limit");
              }
            });
    if (result.resumedFrom() != null) {
      world.count("run resumed");
    }
    world.count(result.isComplete() ? "run complete" : "run incomplete");
    world.note(world.scheduler().me(), "has finished to " + mode, result.exitCode());
    return result;
  }

  private int deletes(String flow) {
    int sum = 0;
    for (Map.Entry<String, Set<String>> each : deletedIn.entrySet()) {
      sum += flow.contains("/" + each.getKey()) ? each.getValue().size() : 0;
    }
    return sum;
  }

  @Override
  public void wrote(String key, String prefix, boolean isDelete) {
    if (mode == Mode.VERIFY) {
      throw world.scheduler().fail("a verification wrote the replica of " + key);
    }
    if (!isDelete) {
      if (!deletesExtra && deletedIn.containsKey(prefix)) {
        throw world.scheduler().fail("copied " + key + " after a delete");
      }
      return;
    }
    if (!deletesExtra) {
      // The source of a copy is gone.
      return;
    }
    world.count("deleted by a reconciliation");
    deletedIn.computeIfAbsent(prefix, p -> new HashSet<>()).add(key);
    if (s3.isRefused()) {
      throw world.scheduler().fail("deleted the replica of " + key + " after a failed listing");
    }
    if (s3.requestsSinceLook(key) > REQUESTS_TO_DELETE && world.source().current(key) != null) {
      throw world.scheduler().fail("deleted the replica of " + key + ", which exists");
    }
  }

  private void hear(Finding finding) {
    if (s3.isDead()) {
      return;
    }
    world.note(
        world.scheduler().me(),
        "finds " + finding.verdict() + " " + finding.action(),
        finding.replica());
    world.count("found " + finding.verdict());
    if (finding.verdict() == Verdict.FAILED
        && finding.failureReason() != FailureReason.UNEXPECTED) {
      return;
    }
    if (finding.source() == null || finding.replica() == null) {
      throw world.scheduler().fail("a finding without an object: " + finding);
    }
    String key = finding.source().key();
    String replica = finding.replica().key();
    String prefix = replica.substring(0, replica.length() - key.length());
    if (!found.add(replica)) {
      throw world.scheduler().fail("reported twice: " + replica);
    }
    Verdict verdict = finding.verdict();
    boolean difference =
        verdict == Verdict.MISSING || verdict == Verdict.DIFFERS || verdict == Verdict.EXTRA;
    // A backfill copies what a listing does not show. The copy looks again.
    boolean unseen = verdict == Verdict.MISSING && mode == Mode.BACKFILL;
    if (difference && !unseen && !pairs.wasTrue(key, prefix, verdict, began, settle.toNanos())) {
      throw world.scheduler().fail("reported " + verdict + " of " + replica + ", which never was");
    }
  }

  /** Fails if the run did not find the two sides equal. */
  static void requireEqual(World world, @Nullable RunResult result) {
    RunResult end = Objects.requireNonNull(result);
    if (end.exitCode() != RunResult.EXIT_EQUAL) {
      throw world.scheduler().fail("the exit code at the end is " + end.exitCode());
    }
  }
}
