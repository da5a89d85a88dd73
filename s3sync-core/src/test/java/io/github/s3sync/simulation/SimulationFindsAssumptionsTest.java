package io.github.s3sync.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.outcome.CapturedLog;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Shows that s3sync must not assume anything about the mappings, replicas, checksums and event
 * names of others: with the assumption, the simulation finds a history that fails.
 */
@Timeout(900)
class SimulationFindsAssumptionsTest {

  private static final long MAX_HISTORIES = 50_000;
  private static final long FEW = 1_000;

  private final Tally tally = new Tally();

  private String find(Parts parts, Consumer<Setting> change) {
    Simulation.Replay failure = new Simulation(change, parts).findFailure(0, MAX_HISTORIES, tally);
    return failure == null ? "nothing goes wrong" : String.valueOf(failure.violation());
  }

  private void assertFindsNothing(Parts parts, Consumer<Setting> change) {
    assertThat(new Simulation(change, parts).findFailure(0, FEW, tally)).isNull();
  }

  /** The mapping ignores case, so the delete of one object deletes the replica of another. */
  @Test
  void mapping_assumedToBeOneToOne_losesTheReplicaOfAnotherSource() {
    assertThat(
            find(
                BrokenAssumptions.everyMappingIsOneToOne(),
                SimulationFindsAssumptionsTest::deletesOfSharedReplicas))
        .contains("its replica null");
  }

  /** The rule is refused, so its author leaves out deletes. */
  @Test
  void mapping_notDeclaredOneToOne_isRefusedTogetherWithDeletes() {
    String log =
        CapturedLog.of(
            () ->
                assertFindsNothing(
                    Parts.ofProduction(), SimulationFindsAssumptionsTest::deletesOfSharedReplicas));
    assertThat(log).contains("two source keys can map to the same key");
    assertThat(tally.of("rule refused")).isEqualTo(FEW);
    assertThat(tally.of("DeleteObject")).isZero();
  }

  private static void deletesOfSharedReplicas(Setting setting) {
    setting.sharedReplicas = true;
    setting.deletes = true;
    setting.overwrite = true;
    setting.sizeRange = false;
    setting.severalDestinations = false;
    setting.recheckAfter = Duration.ZERO;
  }

  /** Another team's object has the key of a replica that the rule never made. */
  @Test
  void size_assumedToBeOfAReplica_deletesTheObjectOfAnotherTeam() {
    assertThat(
            find(
                BrokenAssumptions.everySizeIsOfAReplica(),
                setting -> {
                  setting.sizeRange = true;
                  setting.deletes = true;
                  setting.overwrite = true;
                }))
        .contains("deleted an object that cannot be a replica");
  }

  /** Under KMS, only a checksum shows that a stream has read other bytes. */
  @Test
  void checksum_assumedToBeCyclic_brokenBodiesAreWritten() {
    assertThat(
            find(
                BrokenAssumptions.everyChecksumIsCyclic(),
                setting -> {
                  setting.opaqueETags = true;
                  setting.checksum = ShownChecksum.SHA512.orKnown();
                  setting.streams = true;
                  setting.faultPercent = 20;
                }))
        .contains("a state that its source never had: mixture");
  }

  /** The echo of an echo is copied, and so on. */
  @Test
  void equality_shownByNothing_echoesNeverEnd() {
    assertThat(
            find(
                BrokenAssumptions.nothingShowsEquality(),
                SimulationFindsAssumptionsTest::echoesUnderKms))
        .contains("does not end");
  }

  @Test
  void equality_shownByProvenanceOrByChecksum_endsEchoes() {
    assertFindsNothing(
        BrokenAssumptions.everyChecksumIsCyclic(), SimulationFindsAssumptionsTest::echoesUnderKms);
    assertFindsNothing(Broken.withoutProvenance(), SimulationFindsAssumptionsTest::echoesUnderKms);
  }

  private static void echoesUnderKms(Setting setting) {
    setting.twoWay = true;
    setting.onEventBridge = true;
    setting.deletes = false;
    setting.overwrite = true;
    setting.opaqueETags = true;
    setting.checksum = ShownChecksum.SHA512.orKnown();
    setting.keys = 1;
    setting.writes = 1;
    setting.largePercent = 0;
    setting.uploadedInPartsPercent = 0;
    setting.onlyTheEnd = true;
    setting.faultPercent = 0;
    setting.crashes = 0;
  }

  @Test
  void eventName_assumedToBeDocumented_losesCreations() {
    assertThat(
            find(
                BrokenAssumptions.everyCreationIsDocumented(),
                setting -> {
                  setting.newNames = true;
                  setting.sizeRange = false;
                }))
        .contains("its replica");
  }

  @Test
  void eventName_assumedToBeHarmless_isNotReported() {
    assertThat(
            find(
                BrokenAssumptions.everyUnknownNameIsHarmless(), setting -> setting.newNames = true))
        .contains("an event with an unknown name ended as EVENT_IGNORED");
  }
}
