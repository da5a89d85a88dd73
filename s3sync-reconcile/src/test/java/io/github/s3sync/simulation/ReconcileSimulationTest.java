package io.github.s3sync.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Checks that comparisons report no false difference, delete no good object and finally make all
 * replicas equal, whatever is written, copied, lost, refused, killed and repeated meanwhile.
 *
 * <p>{@code -Dsimulation.comparisons=N} runs N histories, {@code -Dsimulation.seed=N} replays one
 * with its steps.
 */
@Timeout(7200)
class ReconcileSimulationTest {

  private static final long HISTORIES = Long.getLong("simulation.comparisons", 300);
  private static final Long SEED = Long.getLong("simulation.seed");

  private final Tally tally = new Tally();

  private void assertHolds(String test, long histories, Consumer<Setting> change) {
    ReconcileSimulation simulation = new ReconcileSimulation(change, Safety::ofProduction);
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
                    + "\nTo replay it: mvn -q -pl s3sync-reconcile -am test"
                    + " -Dsurefire.failIfNoSpecifiedTests=false -Dtest=ReconcileSimulationTest#"
                    + test
                    + " -Dsimulation.seed="
                    + failure.seed())
        .isNull();
    System.out.println(steps);
  }

  @Test
  void history_ofAnySeed_endsEqualWithoutFalseDifferences() {
    assertHolds("history_ofAnySeed_endsEqualWithoutFalseDifferences", HISTORIES, setting -> {});
    if (SEED == null && HISTORIES >= 300) {
      for (String what :
          List.of(
              "found MISSING",
              "found DIFFERS",
              "found EXTRA",
              "found IN_FLIGHT",
              "run complete",
              "run incomplete",
              "comparison killed",
              "run resumed",
              "deleted by a reconciliation",
              "not announced")) {
        assertThat(tally.of(what)).as(what).isGreaterThan(HISTORIES / 100);
      }
    }
  }

  /** Deletes depend on look-ups and fail, if at all, in the rarest histories. */
  @Test
  void history_ofDeletesAndLostEvents_endsEqualWithoutFalseDifferences() {
    assertHolds(
        "history_ofDeletesAndLostEvents_endsEqualWithoutFalseDifferences",
        HISTORIES / 3,
        setting -> {
          setting.deletes = true;
          setting.lostPercent = 60;
          setting.writes = 12;
          setting.faultPercent = 20;
          setting.crashes = 2;
        });
    if (SEED == null) {
      assertThat(tally.of("waited for deletes")).isPositive();
    }
  }

  @Test
  void history_toldTwice_isTheSame() {
    ReconcileSimulation simulation = new ReconcileSimulation(setting -> {}, Safety::ofProduction);
    for (long seed = 0; seed < 20; seed++) {
      Simulation.Replay first = simulation.replay(seed);
      assertThat(first.steps()).contains("has finished to VERIFY");
      assertThat(steps(simulation.replay(seed))).isEqualTo(steps(first));
    }
  }

  /** Returns the steps without the addresses of objects. */
  private static String steps(Simulation.Replay replay) {
    return replay.steps().replaceAll("@[0-9a-f]+", "");
  }
}
