package io.github.s3sync.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Shows why each step of convergence is needed: without it, the simulation finds a history that
 * fails. If it finds none, the test documents the benefit of the step instead.
 */
@Timeout(900)
class SimulationFindsTest {

  private static final long MAX_HISTORIES = 50_000;
  private static final long FEW = 1_000;
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration NEVER = Duration.ofDays(1);

  private final Tally tally = new Tally();

  private String find(Parts parts, Consumer<Setting> change) {
    Simulation.Replay failure = new Simulation(change, parts).findFailure(0, MAX_HISTORIES, tally);
    return failure == null ? "nothing goes wrong" : String.valueOf(failure.violation());
  }

  private void assertFindsNothing(Parts parts, Consumer<Setting> change) {
    assertThat(new Simulation(change, parts).findFailure(0, FEW, tally)).isNull();
  }

  private static void alwaysLooksAgain(Setting setting) {
    setting.recheckAfter = Duration.ZERO;
  }

  @Test
  void pin_without_partsOfTwoStatesAreMixed() {
    assertThat(find(Broken.unpinned(), SimulationFindsTest::alwaysLooksAgain))
        // A mixture of parts, or of the parts of one state and the properties of another.
        .containsPattern("a state that its source never had: (mixture|v\\d+/m\\d+)");
  }

  /**
   * S3 reads the source of one request only once, so the pin only makes the receipt true. Under a
   * rule with a size range, it also keeps a larger object from being copied.
   */
  @Test
  void pin_withoutInOneRequest_harmsNoReplica() {
    assertFindsNothing(
        Broken.unpinned(),
        setting -> {
          setting.largePercent = 0;
          setting.sizeRange = false;
        });
  }

  @Test
  void pin_withoutInStreams_partsOfTwoStatesAreMixed() {
    assertThat(
            find(
                Broken.streamsUnpinned(),
                setting -> {
                  streams(setting);
                  setting.largePercent = 60;
                }))
        .contains("a state that its source never had: mixture");
  }

  @Test
  void check_withoutInStreams_brokenBodiesAreWritten() {
    assertThat(
            find(
                Broken.streamsUnchecked(),
                setting -> {
                  streams(setting);
                  setting.faultPercent = 20;
                }))
        .contains("a state that its source never had: mixture");
  }

  @Test
  void proof_withoutThatSomethingExists_replicasAreMissing() {
    assertThat(
            find(
                Broken.believesRefusals(),
                setting -> {
                  setting.deletes = false;
                  setting.overwrite = false;
                  setting.faultPercent = 20;
                }))
        .contains("its replica null");
  }

  /** After a version was deleted permanently. */
  @Test
  void comparison_withoutTags_replicasKeepThoseOfAnotherVersion() {
    assertThat(
            find(
                Broken.comparesNoTags(),
                setting -> {
                  setting.deletes = true;
                  setting.overwrite = true;
                  setting.sourceVersions = true;
                  setting.tags = true;
                }))
        .contains("its replica v");
  }

  /** In a bucket with suspended versioning, all objects have the same version id. */
  @Test
  void nullVersion_believed_headersPutAgainAreLost() {
    assertThat(
            find(
                Broken.countsNullAsAVersion(),
                setting -> {
                  alwaysLooksAgain(setting);
                  setting.sourceVersions = false;
                  setting.streams = false;
                }))
        .contains("its replica v");
  }

  @Test
  void secondDestination_forgottenAfterTheFirst_isLeftBehind() {
    assertThat(
            find(
                Broken.forgetsTheSecondDestination(),
                setting -> {
                  alwaysLooksAgain(setting);
                  setting.severalDestinations = true;
                  setting.faultPercent = 20;
                }))
        .contains("its replica");
  }

  @Test
  void movedOn_without_eventsThatWereSettledTogetherAreLost() {
    assertThat(find(Broken.neverMovesOn(), setting -> setting.recheckAfter = SECOND))
        .contains("its replica");
  }

  /**
   * Without this step, the missing copy is made by the re-check, which only a rule that overwrites
   * has.
   */
  @Test
  void movedOn_withoutWhereAllCopiesLookAgain_harmsNoReplica() {
    assertFindsNothing(
        Broken.neverMovesOn(),
        setting -> {
          alwaysLooksAgain(setting);
          setting.overwrite = true;
        });
  }

  @Test
  void lookAgain_without_slowCopiesLeaveOldContentBehind() {
    assertThat(
            find(
                Parts.ofProduction(),
                setting -> {
                  setting.strict = true;
                  setting.recheckAfter = NEVER;
                  setting.largePercent = 0;
                }))
        .contains("its replica");
  }

  /**
   * The exception that {@code Convergence} documents for copies that are too fast to re-check, also
   * for writes.
   */
  @Test
  void lookAgain_withoutForQuickCopies_aWriteThatAnotherProcessHandledWithinOneIsUndone() {
    assertThat(
            find(
                Parts.ofProduction(),
                setting -> {
                  setting.strict = true;
                  setting.recheckAfter = SECOND;
                  setting.deletes = false;
                  setting.workers = 3;
                  setting.keys = 1;
                }))
        .contains("its replica");
  }

  @Test
  void deletes_asCommands_deleteWhatIsThereAgain() {
    assertThat(
            find(
                Broken.deletesBlindly(),
                setting -> {
                  alwaysLooksAgain(setting);
                  setting.deletes = true;
                  setting.overwrite = true;
                  setting.faultPercent = 0;
                }))
        .contains("its replica null");
  }

  /** Within one process it has the effect that the re-check has between several. */
  @Test
  void oneCopyPerKey_without_threadsOfOneProcessUndoEachOther() {
    assertThat(
            find(
                Broken.severalCopiesPerKey(),
                setting -> {
                  setting.strict = true;
                  setting.workers = 1;
                  setting.threads = 3;
                  setting.recheckAfter = SECOND;
                }))
        .contains("its replica");
  }

  /** In this case the step only saves requests. */
  @Test
  void oneCopyPerKey_withoutWhereAllCopiesLookAgain_harmsNoReplicaAndCostsRequests() {
    Consumer<Setting> burst =
        setting -> {
          alwaysLooksAgain(setting);
          setting.keys = 1;
          setting.workers = 1;
          setting.threads = 3;
          setting.writes = 8;
        };
    assertFindsNothing(Broken.severalCopiesPerKey(), burst);
    long without = tally.of("CopyObject") + tally.of("HeadObject");
    Tally with = new Tally();
    assertThat(new Simulation(burst, Parts.ofProduction()).findFailure(0, FEW, with)).isNull();

    assertThat(with.of("CopyObject") + with.of("HeadObject")).isLessThan(without);
  }

  /** Uses the events of a store that claims to be S3 and sends any sequencer. */
  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"GROWING", "NONE"})
  void sequencers_believed_loseWritesToCopiesThatRan(Sequencers sequencers) {
    assertThat(
            find(Broken.believesSequencers(), setting -> sequencersAndThreads(setting, sequencers)))
        .contains("its replica");
  }

  @ParameterizedTest
  @EnumSource
  void sequencers_notBelieved_loseNothing(Sequencers sequencers) {
    assertFindsNothing(Parts.ofProduction(), setting -> sequencersAndThreads(setting, sequencers));
  }

  private static void sequencersAndThreads(Setting setting, Sequencers sequencers) {
    setting.strict = true;
    setting.workers = 1;
    setting.threads = 3;
    setting.recheckAfter = NEVER;
    setting.sequencers = sequencers;
  }

  /** The event of an older copy undoes a newer write of a user who writes on only one side. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void provenance_without_echoesUndoNewerWrites(boolean perDirection) {
    assertThat(
            find(
                Broken.withoutProvenance(),
                setting -> {
                  twoWay(setting);
                  setting.oneSided = true;
                  setting.perDirection = perDirection;
                  setting.onEventBridge = true;
                }))
        .contains("undid a write of a user who writes on only one side");
  }

  /** The event of our own delete deletes an object that a user has written since. */
  @Test
  void attribution_without_echoesOfDeletesUndoNewerWrites() {
    assertThat(
            find(
                Parts.ofProduction(),
                setting -> {
                  deletesInDoubt(setting);
                  setting.oneSided = true;
                  setting.unattributedDeletes = true;
                  setting.strict = true;
                }))
        .contains("undid a write of a user who writes on only one side");
  }

  /** Configures one deployment that receives events of its own deletes without their principal. */
  static void deletesInDoubt(Setting setting) {
    twoWay(setting);
    setting.deletes = true;
    setting.onEventBridge = true;
    setting.perDirection = false;
    setting.unattributedDeletes = false;
  }

  private static void streams(Setting setting) {
    alwaysLooksAgain(setting);
    setting.streams = true;
  }

  private static void twoWay(Setting setting) {
    setting.twoWay = true;
    setting.deletes = false;
    setting.overwrite = true;
    setting.keys = 1;
  }
}
