package io.github.s3sync.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.faults.Trial.Result;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Breaks every request of a copy or delete in every way, without and with retries of the SDK, with
 * real bytes through the façade. The results are the table in {@code docs/reliability.md}; {@code
 * -Dfaults.write=true} writes it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultIT {

  private final List<Result> results = new ArrayList<>();

  @BeforeAll
  void runAll() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(12);
    try (Stage s3Proxy = Stage.onS3Proxy();
        Stage fakeS3 = Stage.onFakeS3()) {
      List<Future<Result>> running = new ArrayList<>();
      for (Trial trial : Trial.all()) {
        Stage stage = trial.scene() == Scene.TAGS ? fakeS3 : s3Proxy;
        running.add(threads.submit(() -> trial.run(stage)));
      }
      for (Future<Result> each : running) {
        results.add(each.get());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void handle_anyFault_isAcknowledgedIfTheReplicaIsAsItsSource() {
    assertThat(results)
        .filteredOn(Result::wronglyAcknowledged)
        .extracting(Result::trial)
        .containsExactlyInAnyOrder(
            // HEAD itself reports that the source does not exist.
            new Trial(Scene.LOOK_BEFORE_COPY, FaultKind.MISSING, false),
            new Trial(Scene.LOOK_BEFORE_COPY, FaultKind.MISSING, true),
            new Trial(Scene.LOOK_FIRST, FaultKind.MISSING, false),
            new Trial(Scene.LOOK_FIRST, FaultKind.MISSING, true));
  }

  @Test
  void handle_anyFault_leavesNoUploadButOfALostCreateOrAbort() {
    assertThat(results)
        .filteredOn(result -> result.uploads() > 0)
        .allSatisfy(
            result -> {
              Scene scene = result.trial().scene();
              boolean done = result.trial().kind().isDoneUnheard();
              assertThat(scene == Scene.CREATE ? done : scene == Scene.ABORT && !done)
                  .as("%s leaves an upload", result)
                  .isTrue();
              assertThat(result.uploads()).isEqualTo(1);
            });
  }

  @Test
  void handle_againWithoutFaults_endsWithTheReplicaAsItsSource() {
    assertThat(results)
        .allSatisfy(
            result -> {
              assertThat(result.equalInTheEnd()).as("%s", result).isTrue();
              assertThat(result.uploadsInTheEnd()).isEqualTo(result.uploads());
            });
  }

  @Test
  void table_ofThePage_isWhatHappens() throws IOException {
    String table = FaultTable.of(results);
    if (Boolean.getBoolean("faults.write")) {
      FaultTable.write(table);
    }
    assertThat(FaultTable.onThePage())
        .as("docs/reliability.md; -Dfaults.write=true writes it")
        .isEqualTo(table);
  }
}
