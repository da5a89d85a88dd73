package io.github.s3sync.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Whatever happens in whatever order: when all events are handled, replicas are as sources. */
class SimulationTest {

  private static final long HISTORIES = Long.getLong("simulation.histories", 100_000);
  private static final Long SEED = Long.getLong("simulation.seed");

  private final Simulation simulation = new Simulation(setting -> {}, Parts.ofProduction());

  @Test
  void histories_anySeed_endWithReplicasAsTheirSources() {
    Tally tally = new Tally();
    long t = System.nanoTime();
    Simulation.Failure failure =
        SEED == null ? simulation.findFailure(0, HISTORIES, tally) : simulation.tell(SEED);
    System.out.println(tally + " " + (System.nanoTime() - t) / 1_000_000 + " ms");
    assertThat(failure).isNull();
  }
}
