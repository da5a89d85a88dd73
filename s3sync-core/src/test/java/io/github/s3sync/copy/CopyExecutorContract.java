package io.github.s3sync.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What every {@link S3CopyExecutor} does on every store: one suite, run on each server by a
 * subclass.
 *
 * <p>A server's known gaps are run too, and must fail: a gap that has closed has to leave the list.
 */
public abstract class CopyExecutorContract {

  /**
   * A running server.
   *
   * @return the server; the same for each call
   */
  protected abstract StoreUnderTest store();

  @TestFactory
  Stream<DynamicTest> properties_onBothPaths_areTheSame() {
    return onBothPaths(PropertyChecks.ALL);
  }

  @TestFactory
  Stream<DynamicTest> conditions_onBothPaths_areKept() {
    return onBothPaths(ConditionChecks.ALL);
  }

  @TestFactory
  Stream<DynamicTest> keys_ofAnyBytes_arriveAsTheyAre() {
    return Stream.of(CopyPath.SINGLE, CopyPath.STREAMED)
        .flatMap(
            path ->
                AwkwardKeys.ALL.entrySet().stream()
                    .map(
                        entry -> {
                          String name = "key " + entry.getKey();
                          String full = path + " " + name;
                          return dynamicTest(
                              full,
                              () ->
                                  run(
                                      name,
                                      full,
                                      () -> AwkwardKeys.check(store(), path, entry.getValue())));
                        }));
  }

  @TestFactory
  Stream<DynamicTest> knownGaps_areNamesOfChecks() {
    Set<String> names = new HashSet<>();
    AwkwardKeys.ALL.keySet().forEach(name -> names.add("key " + name));
    for (Set<String> checks : List.of(PropertyChecks.ALL.keySet(), ConditionChecks.ALL.keySet())) {
      names.addAll(checks);
      for (CopyPath path : CopyPath.values()) {
        checks.forEach(name -> names.add(path + " " + name));
      }
    }
    return Stream.of(
        dynamicTest("known gaps", () -> assertThat(names).containsAll(store().knownGaps())));
  }

  private Stream<DynamicTest> onBothPaths(Map<String, PropertyChecks.Check> checks) {
    List<DynamicTest> tests = new ArrayList<>();
    for (CopyPath path : CopyPath.values()) {
      checks.forEach(
          (name, check) -> {
            String full = path + " " + name;
            tests.add(
                dynamicTest(
                    full, () -> run(name, full, () -> check.run(new Copying(store(), path)))));
          });
    }
    return tests.stream();
  }

  private void run(String name, String full, Check check) throws Exception {
    if (!store().knownGaps().contains(name) && !store().knownGaps().contains(full)) {
      check.run();
      return;
    }
    try {
      check.run();
    } catch (Exception | AssertionError expected) {
      return;
    }
    throw new AssertionError("'" + full + "' passes now: take it off the list of known gaps");
  }

  /** One check. */
  private interface Check {
    void run() throws Exception;
  }
}
