package io.github.s3sync.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.client.S3Clients;
import io.github.s3sync.executor.S3CopyExecutor;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRules;
import io.github.s3sync.testing.Fault;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** An event names the Region of the source bucket; a run finds it by HeadBucket. */
class SourceRegionTest {

  private static final CopyRule RULE =
      CopyRule.named("r").from("src").to("dst", KeyMapper.same()).build();

  private final Buckets with = new Buckets(RULE);

  /** The Regions of the plans for which a client was chosen, without repetitions in a row. */
  private final List<String> regions = new CopyOnWriteArrayList<>();

  @BeforeEach
  void plant() {
    with.put("src", "a", "content");
  }

  @AfterEach
  void close() {
    with.close();
  }

  private final class RecordingClients implements S3Clients {

    @Override
    public S3Client source(CopyPlan plan) {
      String region = String.valueOf(plan.event().region());
      if (regions.isEmpty() || !regions.get(regions.size() - 1).equals(region)) {
        regions.add(region);
      }
      return with.clients.source(plan);
    }

    @Override
    public S3Client destination(CopyPlan plan) {
      return with.clients.destination(plan);
    }
  }

  private RunResult backfill() {
    S3Clients clients = new RecordingClients();
    return Reconciler.builder(Mode.BACKFILL, CopyRules.of(RULE), clients)
        .executor(S3CopyExecutor.builder(clients).build())
        .retryPause(Duration.ZERO)
        .build()
        .run();
  }

  private void assertCopiedWith(@Nullable String region) {
    RunResult result = backfill();
    assertThat(result.exitCode()).isZero();
    assertThat(with.s3.sameContent("src", "a", "dst", "a")).isTrue();
    // The Region is not known before HeadBucket, and is used for listing and copying afterwards.
    assertThat(regions).isEqualTo(region == null ? List.of("null") : List.of("null", region));
  }

  @Test
  void bucketOfTheSameRegion_isFound() {
    assertCopiedWith("us-east-1");
  }

  @Test
  void bucketOfAnotherRegion_redirectNamesIt() {
    with.s3.bucket("src").moveTo("eu-central-1");
    assertCopiedWith("eu-central-1");
  }

  @Test
  void headBucketIsDenied_copiesWithoutIt() {
    with.s3.always("HeadBucket", Fault.error(403, "AccessDenied"));
    assertCopiedWith(null);
  }

  @Test
  void headBucketIsNotAnswered_copiesWithoutIt() {
    with.s3.always("HeadBucket", Fault.reset());
    assertCopiedWith(null);
  }

  @Test
  void bucketDoesNotExist_runIsIncomplete() {
    with.s3.always(r -> "src".equals(r.bucket()), Fault.error(404, "NoSuchBucket"));
    assertThat(backfill().exitCode()).isEqualTo(RunResult.EXIT_INCOMPLETE);
  }
}
