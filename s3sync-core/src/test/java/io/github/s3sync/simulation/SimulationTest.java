package io.github.s3sync.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Checks that each replica equals its source once all events are handled, whatever is written,
 * announced, lost, killed and repeated, in any order.
 *
 * <p>{@code -Dsimulation.histories=N} runs N histories, {@code -Dsimulation.seed=N} replays one
 * with its steps.
 */
@Timeout(3600)
class SimulationTest {

  private static final long HISTORIES = Long.getLong("simulation.histories", 3_000);
  private static final Long SEED = Long.getLong("simulation.seed");

  private final Tally tally = new Tally();

  private void assertHolds(String test, long histories, Consumer<Setting> change) {
    Simulation simulation = new Simulation(change, Parts.ofProduction());
    Simulation.Replay failure =
        SEED == null ? simulation.findFailure(0, histories, tally) : simulation.replay(SEED);
    if (failure == null) {
      return;
    }
    String steps = "seed " + failure.seed() + ": " + failure.violation() + "\n" + failure.steps();
    assertThat(failure.violation())
        .withFailMessage(
            () ->
                steps
                    + "\nTo replay it: mvn -q -pl s3sync-core -am test"
                    + " -Dsurefire.failIfNoSpecifiedTests=false -Dtest=SimulationTest#"
                    + test
                    + " -Dsimulation.seed="
                    + failure.seed())
        .isNull();
    System.out.println(steps);
  }

  @Test
  void history_ofAnySeed_endsAsPromised() {
    assertHolds("history_ofAnySeed_endsAsPromised", HISTORIES, setting -> {});
  }

  /**
   * A single process keeps the promise without the exception that is documented for several
   * processes.
   */
  @Test
  void history_ofOneProcess_endsAsPromisedThoughNoCopyLooksAgain() {
    assertHolds(
        "history_ofOneProcess_endsAsPromisedThoughNoCopyLooksAgain",
        HISTORIES / 5,
        setting -> {
          setting.strict = true;
          setting.workers = 1;
          setting.threads = 3;
          setting.recheckAfter = Duration.ofDays(1);
        });
  }

  /** Deletes depend on lookups and fail, if at all, in the rarest histories. */
  @Test
  void history_ofDeletesAndMuchTrouble_endsAsPromised() {
    assertHolds(
        "history_ofDeletesAndMuchTrouble_endsAsPromised",
        HISTORIES / 10,
        setting -> {
          setting.deletes = true;
          setting.overwrite = true;
          setting.recheckAfter = Duration.ZERO;
          setting.datedFromTheBeginning = true;
          setting.keys = 1;
          setting.workers = 3;
          setting.slowPercent = 50;
          setting.largePercent = 30;
          setting.faultPercent = 20;
          setting.crashes = 2;
        });
  }

  /**
   * Users write on one side or on both; there is one deployment for both directions or one for
   * each.
   */
  @Test
  void history_ofTwoWayRules_endsEqualAndUndoesNothing() {
    assertHolds(
        "history_ofTwoWayRules_endsEqualAndUndoesNothing",
        HISTORIES / 5,
        setting -> {
          setting.twoWay = true;
          setting.deletes = false;
          setting.overwrite = true;
        });
  }

  @Test
  void history_ofTwoWayRulesThatDelete_endsEqualAndUndoesNoWrite() {
    assertHolds(
        "history_ofTwoWayRulesThatDelete_endsEqualAndUndoesNoWrite",
        HISTORIES / 5,
        setting -> {
          setting.twoWay = true;
          setting.deletes = true;
          setting.overwrite = true;
        });
  }

  /** Without the option, deletes never undo a write: deletes in doubt fail. */
  @Test
  void history_ofTwoWayRulesThatDoNotKnowTheirDeletes_undoesNoWrite() {
    assertHolds(
        "history_ofTwoWayRulesThatDoNotKnowTheirDeletes_undoesNoWrite",
        HISTORIES / 10,
        SimulationFindsTest::deletesInDoubt);
    assertThat(tally.of("NOT_SUPPORTED")).isPositive();
  }

  /** Events are done when both replicas are done. */
  @Test
  void history_ofARuleWithTwoDestinations_endsAsPromised() {
    assertHolds(
        "history_ofARuleWithTwoDestinations_endsAsPromised",
        HISTORIES / 10,
        setting -> setting.severalDestinations = true);
  }

  @Test
  void history_toldTwice_isTheSame() {
    Simulation simulation = new Simulation(setting -> {}, Parts.ofProduction());
    for (long seed = 0; seed < 100; seed++) {
      Simulation.Replay failure = simulation.replay(seed);
      assertThat(failure.steps()).contains("handles");
      assertThat(simulation.replay(seed)).isEqualTo(failure);
    }
  }

  /** Checks that the histories contain enough of each kind of event. */
  @Test
  void histories_together_haveAllThatMayHappen() {
    int histories = 2_000;
    Simulation simulation = new Simulation(setting -> {}, Parts.ofProduction());
    assertThat(simulation.findFailure(0, histories, tally)).isNull();

    Fault.OF_COPIES.forEach(fault -> assertOften(fault.name()));
    List.of("killed", "given up", "sent twice", "not announced", "404", "412")
        .forEach(this::assertOften);
    List.of("Copied", "Deleted", "SUPERSEDED", "SOURCE_GONE", "SOURCE_EXISTS", "ALREADY_CURRENT")
        .forEach(this::assertOften);
    List.of("DESTINATION_EXISTS", "NO_ANSWER", "CONFLICT", "NOT_ENOUGH_TIME")
        .forEach(this::assertOften);
    List.of("CopyObject", "CompleteMultipartUpload", "AbortMultipartUpload", "DeleteObject")
        .forEach(this::assertOften);
    List.of("SIZE_OUT_OF_RANGE", "EVENT_UNKNOWN").forEach(this::assertOften);
    List.of("GetObject", "PutObject", "UploadPart", "CUT", "OTHER_BYTES")
        .forEach(this::assertOften);
  }

  private void assertOften(String what) {
    assertThat(tally.of(what)).as(what).isGreaterThan(20);
  }
}
