package io.github.s3sync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.s3sync.destination.Destination;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.executor.S3CopyExecutor;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.option.TransferMode;
import io.github.s3sync.pattern.KeyFilter;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.reconcile.compare.Bytes;
import io.github.s3sync.reconcile.compare.DeleteLimit;
import io.github.s3sync.reconcile.compare.Level;
import io.github.s3sync.reconcile.compare.Tally;
import io.github.s3sync.reconcile.finding.Action;
import io.github.s3sync.reconcile.finding.Finding;
import io.github.s3sync.reconcile.finding.UnknownReason;
import io.github.s3sync.reconcile.finding.Verdict;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRuleBuilder;
import io.github.s3sync.rule.CopyRules;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * Compares buckets with every kind of difference on one store. Each difference is found, no other
 * is reported, and a reconciliation repairs all of them. A subclass runs it on each store.
 *
 * <p>The rule has two destinations: replicas in the order of their sources, which are compared side
 * by side, and replicas in another order, which are compared by means of a table. On a store that
 * does not list keys in order, it has the first destination, which is compared by means of a table.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
public abstract class PlantedFaultsContract {

  private static final String REPLICAS = "to/";

  private final List<Finding> findings = new CopyOnWriteArrayList<>();
  private final Set<String> sources = new HashSet<>();
  private final Set<String> replicas = new HashSet<>();

  /**
   * Returns a running store.
   *
   * @return the store; the same for each call
   */
  protected abstract ComparedStore store();

  /**
   * Returns how the rule transfers objects.
   *
   * @return the mode
   */
  protected TransferMode transfer() {
    return TransferMode.SERVER_SIDE;
  }

  @BeforeAll
  void plant() {
    assertThat(PlantedObjects.ALL)
        .extracting(PlantedObjects::name)
        .containsAll(store().gaps().keySet());
    for (PlantedObjects each : present()) {
      try {
        each.plant().accept(new StorePlot(PlantedObjects.PREFIX, REPLICAS));
      } catch (SdkException e) {
        throw new AssertionError(each.name() + " cannot be planted", e);
      }
    }
  }

  private List<PlantedObjects> present() {
    return PlantedObjects.ALL.stream()
        .filter(each -> !store().gaps().containsKey(each.name()))
        .toList();
  }

  private Level level(PlantedObjects planted) {
    return planted.name().equals("number of tags") && !store().countsTags()
        ? Level.TAGS
        : planted.level();
  }

  private CopyRules rules(String prefix, String replicaPrefix) {
    CopyRuleBuilder rule =
        CopyRule.named("r")
            .from(store().source())
            .prefix(prefix)
            .filter(KeyFilter.any().exceptPrefix(prefix + "tmp/"))
            .to(destination(store().ordered(), KeyMapper.replacePrefix(prefix, replicaPrefix)));
    if (store().isOrdered()) {
      rule.to(
          destination(
              store().unordered(),
              KeyMapper.oneToOne(
                  source -> replicaPrefix + swapCase(source.key().substring(prefix.length())))));
    }
    return CopyRules.of(
        rule.on(EventKind.CREATED, EventKind.REMOVED)
            .options(
                CopyOptions.builder()
                    .acl(null)
                    .keepStorageClass(store().storageClasses())
                    .tags(store().tags())
                    .transfer(transfer())
                    .build())
            .build());
  }

  private Destination destination(String bucket, KeyMapper mapper) {
    return Destination.in(bucket).key(mapper).role(store().role()).build();
  }

  /** Returns the number of destinations. */
  private long flows() {
    return store().isOrdered() ? 2 : 1;
  }

  /** Maps each key to another key, of the same length and in another order. */
  private static String swapCase(String key) {
    StringBuilder swapped = new StringBuilder(key);
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
        swapped.setCharAt(i, (char) (c ^ 0x20));
      }
    }
    return swapped.toString();
  }

  private RunResult run(Mode mode, Consumer<ReconcilerBuilder> with) {
    return run(mode, rules(PlantedObjects.PREFIX, REPLICAS), with);
  }

  private RunResult run(Mode mode, CopyRules rules, Consumer<ReconcilerBuilder> with) {
    findings.clear();
    ReconcilerBuilder builder =
        Reconciler.builder(mode, rules, store().clients())
            .settle(Duration.ZERO)
            .retryPause(Duration.ZERO)
            .deleteLimit(new DeleteLimit(1_000, 1))
            .listers(2)
            .workers(4)
            .listener(findings::add);
    with.accept(builder);
    if (!store().isOrdered()) {
      builder.unordered();
    }
    if (mode != Mode.VERIFY) {
      builder.executor(S3CopyExecutor.builder(store().clients()).build());
    }
    RunResult result = builder.build().run();
    assertThat(result.isComplete()).as("complete: %s", result).isTrue();
    assertThat(result.total().unaccounted()).isZero();
    return result;
  }

  /**
   * Returns what must be found, by the replica's bucket and the source's key without its prefix.
   */
  private Map<String, Verdict> expected(List<PlantedObjects> planted, Level level) {
    Map<String, Verdict> expected = new TreeMap<>();
    for (PlantedObjects each : planted) {
      if (level(each).compareTo(level) > 0) {
        continue;
      }
      each.verdicts()
          .forEach(
              (key, verdict) -> {
                if (verdict != Verdict.EXCLUDED) {
                  expected.put(store().ordered() + " " + key, verdict);
                }
                if (!store().isOrdered()) {
                  return;
                }
                // The source of a replica in another order cannot be derived.
                boolean extra = verdict == Verdict.EXTRA || verdict == Verdict.EXCLUDED;
                expected.put(
                    store().unordered() + " " + (extra ? "-> " + swapCase(key) : key),
                    extra ? Verdict.UNKNOWN : verdict);
              });
    }
    return expected;
  }

  private Map<String, Verdict> found(String prefix, String replicaPrefix) {
    Map<String, Verdict> found = new TreeMap<>();
    for (Finding finding : findings) {
      String key =
          finding.source() != null
              ? finding.source().key().substring(prefix.length())
              : "-> " + replica(finding).substring(replicaPrefix.length());
      Verdict before =
          found.put(
              (finding.replica() == null ? "" : finding.replica().bucket()) + " " + key,
              finding.verdict());
      assertThat(before).as("%s was reported twice", key).isNull();
      assertThat(finding.unknownReason())
          .as(finding.toString())
          .isEqualTo(
              finding.verdict() == Verdict.UNKNOWN ? UnknownReason.SOURCE_NOT_DERIVABLE : null);
    }
    return found;
  }

  private static String replica(Finding finding) {
    return Objects.requireNonNull(finding.replica()).key();
  }

  private static Set<Map.Entry<String, Verdict>> minus(
      Map<String, Verdict> some, Map<String, Verdict> others) {
    Set<Map.Entry<String, Verdict>> rest = new HashSet<>(some.entrySet());
    rest.removeAll(others.entrySet());
    return rest;
  }

  private void assertFinds(Level level) {
    Map<String, Verdict> found = found(PlantedObjects.PREFIX, REPLICAS);
    Map<String, Verdict> expected = expected(present(), level);
    assertThat(minus(found, expected)).as("findings that were not planted").isEmpty();
    assertThat(minus(expected, found)).as("planted objects that were not found").isEmpty();
    for (PlantedObjects each : present()) {
      if (each.aspect() != null && level(each).compareTo(level) <= 0) {
        assertThat(findings)
            .filteredOn(f -> f.source() != null)
            .filteredOn(
                f ->
                    each.verdicts()
                        .containsKey(
                            Objects.requireNonNull(f.source())
                                .key()
                                .substring(PlantedObjects.PREFIX.length())))
            .hasSize((int) flows())
            .allSatisfy(f -> assertThat(f.differing()).as(each.name()).contains(each.aspect()));
      }
    }
  }

  @TestFactory
  @Order(1)
  Stream<DynamicTest> verify_eachLevel_findsWhatIsPlantedAndNothingElse() {
    return (store().isQuick() ? Stream.of(Level.values()) : Stream.of(Level.LISTING))
        .map(level -> dynamicTest(level.name(), () -> verify(level)));
  }

  private void verify(Level level) {
    RunResult result = run(Mode.VERIFY, with -> with.level(level));
    assertFinds(level);
    assertThat(findings).extracting(Finding::action).containsOnly(Action.NONE);
    assertThat(result.exitCode())
        .isEqualTo(store().isOrdered() ? RunResult.EXIT_INCOMPLETE : RunResult.EXIT_DIFFERENT);
    Tally total = result.total();
    Set<String> all = new HashSet<>(sources);
    all.addAll(replicas);
    assertThat(total.found()).isEqualTo(flows() * all.size());
    assertThat(total.sources()).isEqualTo(flows() * sources.size());
    assertThat(total.replicas()).isEqualTo(flows() * replicas.size());
    assertThat(total.count(Verdict.SAME) + total.count(Verdict.EXCLUDED))
        .isEqualTo(total.found() - findings.size());
  }

  @Test
  @Order(2)
  void reconcile_plantedObjects_areRepairedAsTheDryRunSays() {
    Map<String, Action> planned = store().isQuick() ? planned() : Map.of();
    run(Mode.RECONCILE, with -> with.level(Level.TAGS));
    assertFinds(Level.TAGS);
    if (store().isQuick()) {
      assertThat(actions()).isEqualTo(planned);
    }
    assertThat(findings)
        .allSatisfy(
            f ->
                assertThat(f.action())
                    .as(f.toString())
                    .isEqualTo(
                        switch (f.verdict()) {
                          case EXTRA -> Action.DELETED;
                          case UNKNOWN -> Action.NONE;
                          default -> Action.COPIED;
                        }));
  }

  private Map<String, Action> planned() {
    run(Mode.RECONCILE, with -> with.level(Level.TAGS).dryRun());
    assertFinds(Level.TAGS);
    Map<String, Action> planned = actions();
    planned.replaceAll(
        (key, action) ->
            action == Action.WOULD_COPY
                ? Action.COPIED
                : action == Action.WOULD_DELETE ? Action.DELETED : action);
    return planned;
  }

  private Map<String, Action> actions() {
    Map<String, Action> actions = new TreeMap<>();
    findings.forEach(
        f ->
            actions.put(
                Objects.requireNonNull(f.replica()).bucket() + " " + replica(f), f.action()));
    return actions;
  }

  @Test
  @Order(3)
  void verify_allBytesAfterTheRepair_findsNothing() {
    run(Mode.VERIFY, with -> with.level(Level.TAGS).bytes(Bytes.ALL));
    assertThat(findings)
        .as("what was not repaired")
        .filteredOn(f -> f.verdict() != Verdict.UNKNOWN)
        .isEmpty();
    assertThat(
            store()
                .client()
                .listObjectsV2(r -> r.bucket(store().ordered()).prefix("to0").encodingType("url"))
                .contents())
        .as("objects beside the prefix")
        .hasSize(2);
  }

  /** A gap that is closed must leave the list. */
  @TestFactory
  @Order(4)
  Stream<DynamicTest> gaps_planted_areStillThere() {
    return PlantedObjects.ALL.stream()
        .filter(each -> store().gaps().containsKey(each.name()))
        .map(each -> dynamicTest(each.name(), () -> assertThat(isFound(each)).isFalse()));
  }

  private boolean isFound(PlantedObjects gap) {
    int number = PlantedObjects.ALL.indexOf(gap);
    // As long as the prefixes of the other objects.
    String prefix = (char) ('A' + number / 26) + "" + (char) ('A' + number % 26) + "/";
    String replicaPrefix = prefix.toLowerCase(java.util.Locale.ROOT);
    StorePlot plot = new StorePlot(prefix, replicaPrefix);
    try {
      gap.plant().accept(plot);
      run(Mode.VERIFY, rules(prefix, replicaPrefix), with -> with.level(Level.TAGS));
      findings.removeIf(f -> f.source() == null && !replica(f).startsWith(replicaPrefix));
      return found(prefix, replicaPrefix).equals(expected(List.of(gap), Level.TAGS));
    } catch (SdkException | AssertionError e) {
      return false;
    } finally {
      plot.remove();
    }
  }

  /** Puts objects into the buckets of the store. */
  private final class StorePlot implements PlantedObjects.Plot {

    private final String prefix;
    private final String replicaPrefix;
    private final Set<ObjectRef> put = new LinkedHashSet<>();

    StorePlot(String prefix, String replicaPrefix) {
      this.prefix = prefix;
      this.replicaPrefix = replicaPrefix;
    }

    @Override
    public void source(String key, String content, Consumer<PutObjectRequest.Builder> with) {
      put(store().source(), prefix + key, content, with);
      if (prefix.equals(PlantedObjects.PREFIX)) {
        sources.add(key);
      }
    }

    @Override
    public void replica(String key, String content, Consumer<PutObjectRequest.Builder> with) {
      put(store().ordered(), replicaPrefix + key, content, with);
      if (store().isOrdered()) {
        put(store().unordered(), replicaPrefix + swapCase(key), content, with);
      }
      if (prefix.equals(PlantedObjects.PREFIX)) {
        replicas.add(key);
      }
    }

    @Override
    public void beside(String characters) {
      put(store().source(), without(prefix) + characters, "x", with -> {});
      put(store().ordered(), without(replicaPrefix) + characters, "x", with -> {});
    }

    private static String without(String slash) {
      return slash.substring(0, slash.length() - 1);
    }

    private void put(
        String bucket, String key, String content, Consumer<PutObjectRequest.Builder> with) {
      PutObjectRequest.Builder request = PutObjectRequest.builder().bucket(bucket).key(key);
      with.accept(request);
      put.add(new ObjectRef(bucket, key));
      store().client().putObject(request.build(), RequestBody.fromString(content));
    }

    /** Removes what was put, as far as the store can. */
    void remove() {
      for (ObjectRef each : put) {
        try {
          store().client().deleteObject(r -> r.bucket(each.bucket()).key(each.key()));
        } catch (SdkException e) {
          // A key that cannot be put cannot be deleted.
        }
      }
    }
  }
}
