package io.github.s3sync;

import static io.github.s3sync.TwoSides.name;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.TwoSides.Setting;
import io.github.s3sync.event.ObjectEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * Writes and deletes one key on both sides concurrently. Several processes handle the events
 * concurrently, twice and out of order. Checks that the exchange ends and that both sides are then
 * equal.
 */
class S3SyncTwoWayRandomIT {

  private static final int ROUNDS = 40;
  private static final int WRITES = 5;
  private static final int MAX_EVENTS = 400;

  private final ExecutorService pool = Executors.newFixedThreadPool(4);

  @AfterEach
  void stop() {
    pool.shutdownNow();
  }

  @ParameterizedTest
  @EnumSource
  void handle_anythingOnBothSidesAtOnce_endsEqual(Setting setting) throws Exception {
    Random random = new Random(setting.name().hashCode());
    try (TwoSides sides = new TwoSides(setting)) {
      sides.start(2);
      for (int round = 0; round < ROUNDS; round++) {
        List<Future<?>> handled = new ArrayList<>();
        for (int i = 0; i < WRITES; i++) {
          write(sides, random, round + "." + i);
          if (random.nextBoolean()) {
            handleSome(sides, random, handled);
          }
        }
        int events = 0;
        while (!sides.events.isEmpty() || !handled.isEmpty()) {
          handleSome(sides, random, handled);
          assertThat(events += handled.size()).as("events of one round").isLessThan(MAX_EVENTS);
          for (Future<?> each : handled) {
            each.get();
          }
          handled.clear();
        }
        sides.assertEqualSides("k");
        sides.outcomes.clear();
      }
    }
  }

  private static void write(TwoSides sides, Random random, String content) {
    String bucket = name(random.nextBoolean() ? "a" : "b");
    if (random.nextInt(4) == 0) {
      sides.user().deleteObject(r -> r.bucket(bucket).key("k"));
    } else {
      sides
          .user()
          .putObject(
              r -> r.bucket(bucket).key("k").metadata(Map.of("m", content)),
              RequestBody.fromString(random.nextBoolean() ? content : "same"));
    }
  }

  private void handleSome(TwoSides sides, Random random, List<Future<?>> handled) {
    List<ObjectEvent> told = new ArrayList<>();
    for (ObjectEvent event = sides.events.poll(); event != null; event = sides.events.poll()) {
      told.add(event);
      if (random.nextInt(4) == 0) {
        told.add(event);
      }
    }
    Collections.shuffle(told, random);
    for (ObjectEvent event : told) {
      int process = random.nextInt(2);
      handled.add(pool.submit(() -> sides.handle(event, process)));
    }
  }
}
