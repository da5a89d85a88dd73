package io.github.s3sync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.s3sync.client.S3Clients;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.pattern.KeyFilter;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.reconcile.RunResult.CheckpointState;
import io.github.s3sync.reconcile.checkpoint.Checkpoint;
import io.github.s3sync.reconcile.checkpoint.CheckpointException;
import io.github.s3sync.reconcile.checkpoint.CheckpointException.Reason;
import io.github.s3sync.reconcile.checkpoint.CheckpointStore;
import io.github.s3sync.reconcile.compare.DeleteLimit;
import io.github.s3sync.reconcile.compare.Level;
import io.github.s3sync.reconcile.finding.Action;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRules;
import io.github.s3sync.testing.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests where a checkpoint is stored, and which checkpoints are refused. */
class CheckpointTest {

  private static final CopyRule RULE =
      CopyRule.named("r")
          .from("src")
          .prefix("in/")
          .to("dst", KeyMapper.replacePrefix("in/", "out/"))
          .on(EventKind.CREATED, EventKind.REMOVED)
          .build();

  private final Buckets with = new Buckets(RULE);

  @BeforeEach
  void plant() {
    with.pageSize(1);
    for (int i = 0; i < 5; i++) {
      with.putBoth("in/" + i, "out/" + i, "content of " + i);
    }
    with.put("dst", "out/0 \uD83D\uDE00", "extra");
  }

  @AfterEach
  void close() {
    with.close();
  }

  private ReconcilerBuilder reconciler(CheckpointStore store) {
    return with.reconciler(Mode.RECONCILE)
        .listers(1)
        .deleteLimit(new DeleteLimit(100, 1))
        .checkpoint(store)
        .checkpointInterval(Duration.ofDays(1));
  }

  /** Stops a run after some of its objects, so that its checkpoint remains. */
  private void interrupt(CheckpointStore store) {
    Reconciler reconciler = reconciler(store).build();
    int[] requests = {0};
    with.beforeRequests(
        () -> {
          if (++requests[0] == 10) {
            reconciler.stop();
          }
        });
    assertThat(reconciler.run().checkpoint()).isEqualTo(CheckpointState.SAVED);
    with.beforeRequests(() -> {});
  }

  private CheckpointException refused(ReconcilerBuilder reconciler) {
    int before = with.s3.requests().size();
    CheckpointException e =
        Objects.requireNonNull(
            catchThrowableOfType(CheckpointException.class, reconciler.build()::run));
    assertThat(with.s3.requests().subList(before, with.s3.requests().size()))
        .as("nothing was compared")
        .noneMatch(request -> request.operation().equals("ListObjectsV2"));
    return e;
  }

  @Test
  void file_truncatedOrChangedAnywhere_isRefused(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("run.checkpoint");
    CheckpointStore store = CheckpointStore.file(file);
    interrupt(store);
    assertThat(folder).isDirectoryContaining(file::equals).isDirectoryNotContaining("glob:*.tmp");
    byte[] good = Files.readAllBytes(file);
    for (int length = 0; length < good.length; length += 1 + length % 7) {
      Files.write(file, Arrays.copyOf(good, length));
      assertThat(refused(reconciler(store).resume()).reason())
          .as("%s bytes", length)
          .isEqualTo(Reason.CORRUPT);
    }
    for (int i = 0; i < good.length; i += 1 + i % 7) {
      byte[] changed = good.clone();
      changed[i] ^= 1;
      Files.write(file, changed);
      assertThat(refused(reconciler(store).resume()))
          .as("byte %s", i)
          .hasMessageContaining(file.toString())
          .hasMessageContaining("delete it to start from the beginning");
    }
    Files.write(file, good);
    assertThat(reconciler(store).resume().build().run().isComplete()).isTrue();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void anyStore_checkpointExistsAndRunDoesNotResume_isRefused(@TempDir Path folder) {
    CheckpointStore store = CheckpointStore.file(folder.resolve("c"));
    interrupt(store);
    assertThat(refused(reconciler(store)).reason()).isEqualTo(Reason.EXISTS);
  }

  @Test
  void anyStore_noCheckpointAndRunResumes_startsFromTheBeginning(@TempDir Path folder) {
    RunResult result = reconciler(CheckpointStore.file(folder.resolve("c"))).resume().build().run();
    assertThat(result.resumedFrom()).isNull();
    assertThat(result.isComplete()).isTrue();
  }

  @Test
  void checkpointOfOtherSettings_isRefusedAndNamesThem() {
    MemoryCheckpoint store = new MemoryCheckpoint();
    interrupt(store);
    assertOther(store, "level was LISTING, and is HEAD now", b -> b.level(Level.HEAD));
    assertOther(store, "prefix was , and is in/a now", b -> b.prefix("in/a"));
    assertOther(store, "settle was PT0S, and is PT1S now", b -> b.settle(Duration.ofSeconds(1)));
    assertOther(store, "mode was RECONCILE, and is RECONCILE (dry run) now", b -> b.dryRun());
    assertThat(refused(with.reconciler(Mode.BACKFILL).checkpoint(store).resume()))
        .hasMessageContaining("mode was RECONCILE, and is BACKFILL now");
    for (CopyRule other :
        new CopyRule[] {
          RULE.toBuilder().prefix("in").build(),
          RULE.toBuilder().filter(KeyFilter.glob("**/x")).build(),
          RULE.toBuilder().on(EventKind.CREATED).build()
        }) {
      with.rules(other);
      assertOther(store, "rules was", b -> b);
    }
    with.rules(RULE.toBuilder().build());
    assertThat(reconciler(store).resume().listers(3).workers(2).build().run().isComplete())
        .isTrue();
  }

  private void assertOther(
      MemoryCheckpoint store, String message, UnaryOperator<ReconcilerBuilder> change) {
    CheckpointException e = refused(change.apply(reconciler(store)).resume());
    assertThat(e.reason()).isEqualTo(Reason.OTHER_RUN);
    assertThat(e).hasMessageContaining(message);
  }

  @Test
  void digest_rulesThatDifferInOneGlob_differ() {
    S3Clients clients = with.clients;
    CopyRule one = RULE.toBuilder().filter(KeyFilter.glob("*.a")).build();
    CopyRule other = RULE.toBuilder().filter(KeyFilter.glob("*.b")).build();
    assertThat(RulesDigest.of(CopyRules.of(one), clients))
        .isNotEqualTo(RulesDigest.of(CopyRules.of(other), clients));
    // Two lambda expressions of one class have different names in another JVM.
    CopyRule java = RULE.toBuilder().filter(object -> true).build();
    CopyRule sameJava = RULE.toBuilder().filter(object -> false).build();
    assertThat(RulesDigest.of(CopyRules.of(java), clients))
        .isEqualTo(RulesDigest.of(CopyRules.of(sameJava), clients));
  }

  @Test
  void s3_interrupted_isResumedFromItsObject() {
    with.s3.createBucket("state");
    CheckpointStore store = CheckpointStore.s3(with.s3.client(), new ObjectRef("state", "run 1"));
    interrupt(store);
    assertThat(with.s3.bucket("state").keys()).containsExactly("run 1");
    RunResult result = reconciler(store).resume().build().run();
    assertThat(result.resumedFrom()).isNotNull();
    assertThat(result.total().found()).isEqualTo(6);
    assertThat(with.s3.bucket("state").keys()).isEmpty();
  }

  @Test
  void s3_denied_isRefusedBeforeTheRun() {
    with.s3.createBucket("state");
    CheckpointStore store = CheckpointStore.s3(with.s3.client(), new ObjectRef("state", "c"));
    with.s3.always("PutObject", Fault.error(403, "AccessDenied"));
    assertThat(refused(reconciler(store)).reason()).isEqualTo(Reason.UNWRITABLE);
    with.s3.clearFaults();
    with.s3.always("GetObject", Fault.error(403, "AccessDenied"));
    assertThat(refused(reconciler(store)).reason()).isEqualTo(Reason.UNREADABLE);
  }

  @Test
  void s3_objectAmongTheComparedObjects_isRefused() {
    for (ObjectRef object :
        new ObjectRef[] {new ObjectRef("src", "in/c"), new ObjectRef("dst", "out/c")}) {
      assertThat(refused(reconciler(CheckpointStore.s3(with.s3.client(), object))))
          .hasMessageContaining("is among the objects that rule 'r' compares");
    }
  }

  @Test
  void run_checkpointCannotBeWrittenLater_goesOnAndSaysSo() {
    MemoryCheckpoint store = new MemoryCheckpoint();
    Reconciler reconciler = reconciler(store).build();
    int[] requests = {0};
    with.beforeRequests(
        () -> {
          if (++requests[0] == 4) {
            assertThat(reconciler.save()).isTrue();
            store.fail();
            assertThat(reconciler.save()).isFalse();
          }
        });
    RunResult result = reconciler.run();
    assertThat(result.isComplete()).isTrue();
    assertThat(result.exitCode()).isZero();
    assertThat(result.checkpoint()).isEqualTo(CheckpointState.NOT_SAVED);
    // It is old, but what it says was listed.
    with.beforeRequests(() -> {});
    assertThat(reconciler(store.next()).resume().build().run().isComplete()).isTrue();
  }

  @Test
  void run_repairsAreBuffered_checkpointWaitsForThem() {
    MemoryCheckpoint store = new MemoryCheckpoint();
    with.put("src", "in/!", "missing");
    boolean[] fails = {false};
    int[] sent = {0};
    HintRepair hints =
        new HintRepair(
            bodies -> {
              if (fails[0]) {
                throw new IllegalStateException("no queue");
              }
              sent[0] += bodies.size();
            });
    Reconciler reconciler = reconciler(store).workers(1).repair(hints).build();
    with.beforeRequests(
        () -> {
          reconciler.save();
          assertThat(queued(store)).isLessThanOrEqualTo(sent[0]);
          fails[0] = queued(store) == 1;
        });
    RunResult result = reconciler.run();
    assertThat(result.checkpoint())
        .as("the message about the delete was not sent")
        .isEqualTo(CheckpointState.NOT_SAVED);
    fails[0] = false;
    with.beforeRequests(() -> {});
    HintRepair next = new HintRepair(bodies -> sent[0] += bodies.size());
    RunResult resumed = reconciler(store.next()).repair(next).resume().build().run();
    assertThat(next.flush()).isTrue();
    assertThat(resumed.isComplete()).isTrue();
    assertThat(sent[0]).isEqualTo(2);
  }

  private static long queued(MemoryCheckpoint store) {
    Checkpoint checkpoint = Checkpoint.of(Objects.requireNonNull(store.content), "memory");
    return checkpoint.flows().values().stream()
        .mapToLong(state -> state.tally().count(Action.QUEUED))
        .sum();
  }

  @Test
  void stop_severalTimesAndAfterTheEnd_doesNotBringTheCheckpointBack() {
    MemoryCheckpoint store = new MemoryCheckpoint();
    Reconciler reconciler = reconciler(store).build();
    reconciler.run();
    assertThatCode(reconciler::stop).doesNotThrowAnyException();
    assertThat(reconciler.save()).isFalse();
    assertThat(store.content).isNull();
  }
}
