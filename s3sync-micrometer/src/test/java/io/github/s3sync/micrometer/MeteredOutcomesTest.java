package io.github.s3sync.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.s3sync.S3Sync;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.executor.S3CopyExecutor;
import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.outcome.OutcomeListener;
import io.github.s3sync.outcome.SyncReport;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.testing.FakeS3;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;

class MeteredOutcomesTest {

  private final FakeS3 s3 = FakeS3.start();
  private final BlockingQueue<String> notifications = new LinkedBlockingQueue<>();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final MeteredOutcomes meters = MeteredOutcomes.of(registry);

  @BeforeEach
  void createBuckets() {
    s3.createBucket("src");
    s3.createBucket("dst");
    s3.notify("src", notifications::add);
  }

  @AfterEach
  void stop() {
    s3.close();
  }

  @Test
  void of_beforeAnyOutcome_everyMeterIsThereAtZero() {
    assertThat(registry.get("s3sync.objects").counters())
        .hasSizeGreaterThan(30)
        .allSatisfy(counter -> assertThat(counter.count()).isZero());
    assertThat(objects("failed", "ACCESS_DENIED")).isZero();
    assertThat(count("s3sync.bytes")).isZero();
    assertThat(count("s3sync.requests")).isZero();
    assertThat(registry.get("s3sync.lag").timer().count()).isZero();
  }

  @Test
  void onOutcome_copiedObject_countsBytesRequestsAndLag() throws Exception {
    SyncReport report = written("in/한글 a+b.txt", "content");

    assertThat(objects("copied", "none")).isOne();
    assertThat(count("s3sync.bytes")).isEqualTo(7);
    assertThat(count("s3sync.requests")).isEqualTo(report.copied().get(0).requests());
    assertThat(registry.get("s3sync.bytes").counter().getId().getBaseUnit()).isEqualTo("bytes");
    assertThat(registry.get("s3sync.lag").timer().count()).isOne();
    assertThat(registry.get("s3sync.lag").timer().totalTime(TimeUnit.SECONDS))
        .isCloseTo(0, within(60.0));
  }

  @ParameterizedTest
  @ValueSource(
      longs = {Long.MIN_VALUE, -86_401, 86_400L * 3_650 + 1, 292L * 366 * 86_400, Long.MAX_VALUE})
  void onOutcome_lagThatCannotBe_isNotRecorded(long seconds) throws Exception {
    CopyOutcome.Copied copied = written("in/a.txt", "a").copied().get(0);

    meters.onOutcome(
        new CopyOutcome.Copied(copied.plan(), copied.receipt(), Duration.ofSeconds(seconds)));

    assertThat(objects("copied", "none")).isEqualTo(2);
    assertThat(registry.get("s3sync.lag").timer().count()).isOne();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0001-01-01T00:00:00Z",
        "1733-01-01T00:00:00Z",
        "1970-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "+1000000000-12-31T23:59:59Z",
        "-1000000000-01-01T00:00:00Z"
      })
  void onOutcome_eventTimeThatCannotBe_isNotRecorded(String time) throws Exception {
    s3.client().putObject(p -> p.bucket("src").key("in/a.txt"), RequestBody.fromString("a"));
    String body = notifications.take();
    notifications.add(
        body.replaceAll("\"eventTime\":\"[^\"]*\"", "\"eventTime\":\"" + time + "\""));

    handle();

    assertThat(objects("copied", "none")).isOne();
    assertThat(registry.get("s3sync.lag").timer().count()).isZero();
  }

  @Test
  void onOutcome_skippedDeletedAndFailedObjects_areCountedByReason() throws Exception {
    written("out/a.txt", "no rule matches it");
    written("in/a.txt", "a");
    s3.client().deleteObject(d -> d.bucket("src").key("in/a.txt"));
    handle();
    s3.deny("test", "s3:PutObject", "dst");
    s3.client("writer").putObject(p -> p.bucket("src").key("in/b.txt"), RequestBody.empty());
    handle();

    assertThat(objects("skipped", "NO_RULE")).isOne();
    assertThat(objects("copied", "none")).isOne();
    assertThat(objects("deleted", "none")).isOne();
    assertThat(objects("failed", "ACCESS_DENIED")).isOne();
    assertThat(registry.get("s3sync.objects").counters().stream().mapToDouble(c -> c.count()).sum())
        .isEqualTo(4);
    assertThat(registry.get("s3sync.lag").timer().count()).isOne();
  }

  @Test
  void onOutcome_clocksDiffer_lagIsZero() throws Exception {
    onCopied(Duration.ofSeconds(-2));

    assertThat(registry.get("s3sync.lag").timer().count()).isEqualTo(2);
  }

  @Test
  void onOutcome_eventWithoutTime_countsNoLag() throws Exception {
    onCopied(null);

    assertThat(objects("copied", "none")).isEqualTo(2);
    assertThat(registry.get("s3sync.lag").timer().count()).isOne();
  }

  @Test
  void onOutcome_manyObjects_addNoMeter() throws Exception {
    int before = registry.getMeters().size();

    for (int i : IntStream.range(0, 20).toArray()) {
      written("in/" + i, "x");
    }

    assertThat(registry.getMeters()).hasSize(before);
    assertThat(registry.getMeters())
        .flatExtracting(meter -> meter.getId().getTags().stream().map(Tag::getKey).toList())
        .containsOnly("outcome", "reason");
  }

  @Test
  void of_sameRegistry_sharesMeters() throws Exception {
    int before = registry.getMeters().size();
    MeteredOutcomes other = MeteredOutcomes.of(registry);
    SyncReport report = written("in/a.txt", "a");

    report.outcomes().forEach(other::onOutcome);

    assertThat(registry.getMeters()).hasSize(before);
    assertThat(objects("copied", "none")).isEqualTo(2);
  }

  @Test
  void of_commonTags_areOnEveryMeter() {
    SimpleMeterRegistry tagged = new SimpleMeterRegistry();
    tagged.config().commonTags("service", "mirror");

    MeteredOutcomes.of(tagged);

    assertThat(tagged.getMeters())
        .extracting(Meter::getId)
        .allSatisfy(id -> assertThat(id.getTag("service")).isEqualTo("mirror"));
  }

  @Test
  void byRule_outcomes_haveTheRulesName() throws Exception {
    SimpleMeterRegistry tagged = new SimpleMeterRegistry();
    MeteredOutcomes byRule = MeteredOutcomes.byRule(tagged, List.of("other"));
    written("in/a.txt", "a").outcomes().forEach(byRule::onOutcome);
    written("out/a.txt", "no rule matches it").outcomes().forEach(byRule::onOutcome);

    assertThat(objects(tagged, "mirror", "copied")).isOne();
    assertThat(objects(tagged, "none", "skipped")).isOne();
    assertThat(objects(tagged, "other", "copied")).as("exists from the start").isZero();
    assertThat(tagged.get("s3sync.lag").tag("rule", "mirror").timer().count()).isOne();
    assertThat(tagged.getMeters())
        .extracting(Meter::getId)
        .allSatisfy(id -> assertThat(id.getTag("rule")).isNotNull());
  }

  private static double objects(MeterRegistry registry, String rule, String outcome) {
    return registry
        .get("s3sync.objects")
        .tag("rule", rule)
        .tag("outcome", outcome)
        .counters()
        .stream()
        .mapToDouble(Counter::count)
        .sum();
  }

  /** Reports a copy with this lag, after a real copy. */
  private void onCopied(@Nullable Duration lag) throws InterruptedException {
    CopyOutcome.Copied copied = written("in/a.txt", "a").copied().get(0);
    meters.onOutcome(new CopyOutcome.Copied(copied.plan(), copied.receipt(), lag));
  }

  private SyncReport written(String key, String content) throws InterruptedException {
    s3.client().putObject(p -> p.bucket("src").key(key), RequestBody.fromString(content));
    return handle();
  }

  private SyncReport handle() throws InterruptedException {
    CopyRule rule =
        CopyRule.named("mirror")
            .from("src")
            .prefix("in/")
            .on(EventKind.CREATED, EventKind.REMOVED)
            .to("dst", "bdp/{key}")
            .build();
    S3Sync sync =
        S3Sync.builder()
            .rules(rule)
            .executor(S3CopyExecutor.builder(s3.client()).build())
            .listener(OutcomeListener.logging().andThen(meters))
            .build();
    return sync.handle(notifications.take(), Deadline.none());
  }

  private double objects(String outcome, String reason) {
    return registry
        .get("s3sync.objects")
        .tag("outcome", outcome)
        .tag("reason", reason)
        .counter()
        .count();
  }

  private double count(String name) {
    return registry.get(name).counter().count();
  }
}
