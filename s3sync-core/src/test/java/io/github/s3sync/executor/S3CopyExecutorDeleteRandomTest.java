package io.github.s3sync.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.copy.CopyException;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.testing.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3.model.DeletedObject;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/**
 * Puts, deletes and purges one key repeatedly, with events in any order and some of them twice,
 * failing requests, and workers that share no state. Checks that the replica equals its source when
 * all events are handled.
 */
@Timeout(120)
class S3CopyExecutorDeleteRandomTest {

  private static final int WORKERS = 4;
  private static final int ROUNDS = 25;
  private static final int WRITES = 6;
  private static final int FAULTS = 15;

  private final CopyFixture with = new CopyFixture();
  private final ExecutorService pool = Executors.newFixedThreadPool(WORKERS);

  @AfterEach
  void stop() {
    pool.shutdownNow();
    with.close();
  }

  @ParameterizedTest
  @CsvSource({"1, false", "2, false", "3, true", "4, true"})
  void execute_anyOrderOfAnyEvents_endsWithTheReplicaAsItsSource(long seed, boolean versions)
      throws Exception {
    with.deletes = true;
    with.options.recheckAfter(Duration.ZERO);
    if (versions) {
      with.s3.enableVersioning("src");
    }
    Random random = new Random(seed);
    for (String operation : List.of("HeadObject", "DeleteObject", "CopyObject")) {
      for (int i = 0; i < FAULTS; i++) {
        with.s3.onNext(operation, 1 + random.nextInt(20), Fault.first(() -> {}));
        with.s3.onNext(operation, random.nextBoolean() ? Fault.reset() : Fault.lostAnswer());
      }
    }
    for (int round = 0; round < ROUNDS; round++) {
      List<Future<?>> handled = new ArrayList<>();
      List<ObjectEvent> late = new ArrayList<>();
      for (int i = 0; i < WRITES; i++) {
        ObjectEvent event = write(random, round + "." + i);
        if (random.nextBoolean()) {
          handled.add(pool.submit(() -> handle(event)));
        } else {
          late.add(event);
        }
        if (random.nextInt(4) == 0) {
          late.add(event);
        }
      }
      Collections.shuffle(late, random);
      late.forEach(event -> handled.add(pool.submit(() -> handle(event))));
      for (Future<?> each : handled) {
        each.get();
      }

      boolean there = with.s3.bucket("src").keys().contains("k");
      assertThat(with.hasReplica()).as("round %d", round).isEqualTo(there);
      if (there) {
        assertThat(with.s3.sameContent("src", "k", "dst", "k")).as("round %d", round).isTrue();
      }
    }
  }

  /** Handles an event until it succeeds: a failed event is delivered again. */
  private void handle(ObjectEvent event) {
    CopyPlan plan = with.plan(event, "src");
    while (true) {
      try {
        with.executor().execute(plan, Deadline.none());
        return;
      } catch (CopyException e) {
        assertThat(e.reason().retryable()).as("%s", e).isTrue();
      }
    }
  }

  private ObjectEvent write(Random random, String content) {
    List<String> versions =
        with.s3.client().listObjectVersions(r -> r.bucket("src")).versions().stream()
            .map(version -> version.versionId())
            .toList();
    return switch (random.nextInt(4)) {
      case 0 -> {
        String marker = delete(null).deleteMarkerVersionId();
        yield with.removed(
            marker == null ? "ObjectRemoved:Delete" : "ObjectRemoved:DeleteMarkerCreated", marker);
      }
      case 1 -> {
        if (versions.isEmpty() || versions.get(0).equals("null")) {
          yield with.put("src", "k", content);
        }
        String version = versions.get(random.nextInt(versions.size()));
        delete(version);
        yield with.removed("ObjectRemoved:Delete", version);
      }
      default -> with.put("src", "k", content);
    };
  }

  /** Deletes without DeleteObject, which has faults. */
  private DeletedObject delete(@Nullable String version) {
    ObjectIdentifier object = ObjectIdentifier.builder().key("k").versionId(version).build();
    return with.s3
        .client()
        .deleteObjects(r -> r.bucket("src").delete(d -> d.objects(object)))
        .deleted()
        .get(0);
  }
}
