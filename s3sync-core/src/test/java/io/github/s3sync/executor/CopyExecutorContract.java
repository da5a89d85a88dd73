package io.github.s3sync.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Defines the contract of {@link S3CopyExecutor} for every store. A subclass runs it on each
 * server.
 *
 * <p>The results of each server are stored in {@code docs/stores}, and each run must yield the same
 * results: a check that fails there must fail, so that a closed gap is removed from the list.
 * {@code -Dstores.write} rewrites the results.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class CopyExecutorContract {

  private static final boolean WRITES = System.getProperty("stores.write") != null;

  private @Nullable Trial trial;
  private @Nullable StoreUnderTest reference;
  private @Nullable StoreResults results;

  /**
   * Returns a running server.
   *
   * @return the server; the same for each call
   */
  protected abstract StoreUnderTest store();

  /**
   * Returns a store that behaves like Amazon S3, to detect workarounds by their additional
   * requests.
   *
   * @return the store, closed by the contract; null to count no requests
   */
  protected @Nullable StoreUnderTest reference() {
    return new AwsLikeStore(store());
  }

  @TestFactory
  Stream<DynamicTest> properties_onBothPaths_areTheSame() {
    return onEachPath(PropertyChecks.ALL);
  }

  @TestFactory
  Stream<DynamicTest> conditions_onBothPaths_areKept() {
    return onEachPath(ConditionChecks.ALL);
  }

  @TestFactory
  Stream<DynamicTest> versions_onEachPath_areKept() {
    return onEachPath(VersionChecks.ALL);
  }

  @TestFactory
  Stream<DynamicTest> keys_ofAnyBytes_arriveAsTheyAre() {
    // Keys are in the same requests for every content, so large contents are only needed for the
    // table.
    return WRITES
        ? onEachPath(Checks.KEYS)
        : Stream.of(CopyPath.SINGLE, CopyPath.STREAMED).flatMap(path -> on(path, Checks.KEYS));
  }

  @Test
  void results_areOfTheChecksThatExist() {
    if (!WRITES) {
      assertThat(StoreResults.read(file()).findings().keySet())
          .containsExactlyElementsOf(Checks.ALL.keySet());
    }
  }

  @AfterAll
  void writeResults() {
    if (reference != null) {
      reference.close();
    }
    if (WRITES && results != null) {
      StoreResults sorted = new StoreResults(StoresPage.settings(store()));
      for (String check : Checks.ALL.keySet()) {
        for (CopyPath path : CopyPath.values()) {
          sorted.put(check, path, results.of(check, path));
        }
      }
      sorted.write(file());
    }
  }

  private Stream<DynamicTest> onEachPath(Map<String, Check> checks) {
    return Stream.of(CopyPath.values()).flatMap(path -> on(path, checks));
  }

  private Stream<DynamicTest> on(CopyPath path, Map<String, Check> checks) {
    prepare();
    return checks.entrySet().stream()
        .map(
            check ->
                dynamicTest(
                    path + " " + check.getKey(),
                    () -> run(check.getKey(), check.getValue(), path)));
  }

  private void run(String name, Check check, CopyPath path) throws Throwable {
    Trial.Result result = Objects.requireNonNull(trial).of(name, check, path);
    StoreResults all = Objects.requireNonNull(results);
    if (WRITES) {
      all.put(name, path, result.finding());
      return;
    }
    Verdict expected = all.of(name, path).verdict();
    Verdict actual = result.finding().verdict();
    if (expected.isWell() && result.error() != null) {
      throw result.error();
    }
    if (expected.isWell() != actual.isWell() || (!expected.isWell() && expected != actual)) {
      throw new AssertionError(
          "expected "
              + all.of(name, path)
              + " from "
              + file()
              + ", but it is "
              + result.finding()
              + " now; -Dstores.write corrects the file",
          result.error());
    }
  }

  private synchronized void prepare() {
    if (trial == null) {
      reference = WRITES ? reference() : null;
      trial = new Trial(store(), reference);
      results = WRITES ? new StoreResults("") : StoreResults.read(file());
    }
  }

  private Path file() {
    return StoreResults.FOLDER.resolve(store().name() + ".json");
  }
}
