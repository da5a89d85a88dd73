package io.github.s3sync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.s3sync.event.EventKind;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.reconcile.compare.DeleteLimit;
import io.github.s3sync.reconcile.compare.Level;
import io.github.s3sync.reconcile.listing.ListingException;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.testing.Fault;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares estimates with what runs need. */
class EstimateTest {

  private static final CopyRule RULE =
      CopyRule.named("r")
          .from("src")
          .prefix("in/")
          .to("dst", KeyMapper.replacePrefix("in/", "out/"))
          .on(EventKind.CREATED, EventKind.REMOVED)
          .build();

  private static void plant(Buckets with, int same, int missing, int differing, int extra) {
    for (int i = 0; i < same; i++) {
      with.putBoth("in/s%03d".formatted(i), "out/s%03d".formatted(i), "same");
    }
    for (int i = 0; i < missing; i++) {
      with.put("src", "in/m%03d".formatted(i), "missing");
    }
    for (int i = 0; i < differing; i++) {
      with.put("src", "in/d%03d".formatted(i), "one");
      with.put("dst", "out/d%03d".formatted(i), "two");
    }
    for (int i = 0; i < extra; i++) {
      with.put("dst", "out/e%03d".formatted(i), "extra");
    }
  }

  private static long count(Buckets with, String prefix) {
    return with.s3.requests().stream().filter(r -> r.operation().startsWith(prefix)).count();
  }

  private static long reads(Buckets with) {
    return count(with, "HeadObject") + count(with, "Get");
  }

  private static long writes(Buckets with) {
    return count(with, "Copy") + count(with, "Put");
  }

  @Test
  void smallBuckets_numbersAreExactAndRequestsAreThoseOfTheRun() {
    for (Mode mode : Mode.values()) {
      for (Level level : Level.values()) {
        try (Buckets with = new Buckets(RULE)) {
          assertEstimate(with, mode, level);
        }
      }
    }
  }

  private static void assertEstimate(Buckets with, Mode mode, Level level) {
    plant(with, 8, 3, 2, 2);
    Reconciler reconciler =
        with.reconciler(mode).listers(1).level(level).deleteLimit(new DeleteLimit(10, 1)).build();
    Estimate estimate = reconciler.estimate();
    assertThat(estimate.exact()).isTrue();
    assertThat(estimate.sources()).isEqualTo(13);
    assertThat(estimate.replicas()).isEqualTo(12);
    assertThat(estimate.basis()).contains("which is all of them");
    long listed = count(with, "List");
    long read = reads(with);
    long written = writes(with);
    assertThat(listed).isEqualTo(2);
    reconciler.run();
    assertThat(count(with, "List") - listed)
        .as("listing requests of %s at level %s", mode, level)
        .isEqualTo(estimate.listRequests());
    assertThat(writes(with) - written)
        .as("copies of %s at level %s", mode, level)
        .isEqualTo(estimate.writeRequests());
    // Some looks are skipped, for example if a difference is found at once.
    assertThat((double) (reads(with) - read))
        .as("look-ups of %s at level %s", mode, level)
        .isCloseTo((double) estimate.readRequests(), within(2 + 0.34 * estimate.readRequests()));
    assertThat(estimate.dollars())
        .isEqualTo(
            (estimate.listRequests() + estimate.writeRequests()) * 0.005 / 1000
                + estimate.readRequests() * 0.0004 / 1000,
            within(1e-9));
  }

  @Test
  void manyPages_meanIsNearAndTheSpreadIsShown() {
    try (Buckets with = new Buckets(RULE)) {
      plant(with, 100, 100, 0, 0);
      with.pageSize(5);
      Estimate estimate = with.reconciler(Mode.BACKFILL).build().estimate();
      assertThat(estimate.exact()).isFalse();
      assertThat((double) estimate.sources()).isBetween(60.0, 600.0);
      assertThat(estimate.minSources()).isLessThanOrEqualTo(estimate.sources());
      assertThat(estimate.maxSources()).isGreaterThanOrEqualTo(estimate.sources());
      assertThat(estimate.basis()).contains("single samples suggest");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void anyNumberOfWorkers_timeIsFinite(int workers) {
    try (Buckets with = new Buckets(RULE)) {
      plant(with, 0, 2, 0, 0);
      Estimate estimate =
          with.reconciler(Mode.BACKFILL).listers(1).workers(workers).build().estimate();
      assertThat(estimate.time()).isBetween(Duration.ofNanos(1), Duration.ofHours(1));
    }
  }

  @Test
  void listingFails_throws() {
    try (Buckets with = new Buckets(RULE)) {
      plant(with, 2, 0, 0, 0);
      with.s3.always("ListObjectsV2", Fault.error(403, "AccessDenied"));
      assertThatThrownBy(with.reconciler(Mode.VERIFY).build()::estimate)
          .isInstanceOf(ListingException.class);
    }
  }
}
