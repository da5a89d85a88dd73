package io.github.s3sync.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Shows why each safety rule of a comparison is needed: without it, the simulation finds a history
 * that fails.
 */
@Timeout(900)
class ReconcileSimulationFindsTest {

  private static final long MAX_HISTORIES = 50_000;

  private static String find(Supplier<Safety> unsafe, Consumer<Setting> change) {
    return find(0, unsafe, change);
  }

  /**
   * Searches a history that fails.
   *
   * @param first the seed of the first history; shortly before the one that is known to fail, which
   *     saves time
   */
  private static String find(long first, Supplier<Safety> unsafe, Consumer<Setting> change) {
    Simulation.Replay failure =
        new ReconcileSimulation(change, unsafe).findFailure(first, MAX_HISTORIES, new Tally());
    return failure == null ? "nothing goes wrong" : String.valueOf(failure.violation());
  }

  private static void deletes(Setting setting) {
    setting.deletes = true;
    setting.lostPercent = 60;
    setting.faultPercent = 0;
  }

  /** Several sources are deleted between two comparisons. */
  private static void manyDeletes(Setting setting) {
    deletes(setting);
    setting.keys = 5;
    setting.writes = 25;
    setting.lostPercent = 80;
    setting.slowPercent = 0;
    setting.crashes = 0;
  }

  @Test
  void secondLook_without_differencesAreReportedThatNeverWere() {
    assertThat(find(Unsafe::believesListings, setting -> setting.lostPercent = 0))
        .contains("which never was");
  }

  @Test
  void settleTime_without_changesAreReportedWhoseEventsArePending() {
    assertThat(find(Unsafe::withoutSettleTime, setting -> {})).contains("which never was");
  }

  @Test
  void waitForDeletes_without_replicasAreReportedWhoseEventsArePending() {
    assertThat(find(880, Unsafe::withoutWaitForDeletes, ReconcileSimulationFindsTest::deletes))
        .contains("reported EXTRA", "which never was");
  }

  @Test
  void lookBeforeADelete_without_replicasOfSourcesThatExistAreDeleted() {
    assertThat(find(750, Unsafe::deletesBlindly, ReconcileSimulationFindsTest::deletes))
        .contains("deleted the replica of", "which exists");
  }

  @Test
  void incompleteListing_takenForComplete_isFound() {
    assertThat(find(Unsafe::takesFailuresForTheEnd, ReconcileSimulationFindsTest::deletes))
        .containsPattern("after a failed listing|a listing was refused, and the run is complete");
  }

  @Test
  void copiesFirst_without_replicasAreDeletedBeforeOthersAreCopied() {
    assertThat(find(Unsafe::deletesFirst, ReconcileSimulationFindsTest::deletes))
        .contains("after a delete");
  }

  @Test
  void deleteLimit_without_moreReplicasAreDeleted() {
    assertThat(find(580, Unsafe::withoutLimit, ReconcileSimulationFindsTest::manyDeletes))
        .contains("more than the limit");
  }

  @Test
  void prefix_ignored_otherObjectsAreListed() {
    assertThat(find(Unsafe::withoutPrefix, ReconcileSimulationFindsTest::deletes))
        .contains("listed the prefix");
  }
}
