package io.github.s3sync.benchmarks;

import io.github.s3sync.S3Sync;
import io.github.s3sync.benchmarks.Contender.Small;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.copy.S3CopyExecutor;
import io.github.s3sync.outcome.SyncReport;
import io.github.s3sync.rule.CopyRule;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;

/** What a copy costs on this side of the network: an HTTP client that has the answer ready. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 6, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 6, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class CopyCost {

  private static final String ETAG = "b10a8db164e0754105b7a99be72e3fe5";

  private final S3Client client =
      S3Client.builder()
          .region(Region.US_EAST_1)
          .credentialsProvider(S3Http.credentials())
          .httpClient(new CannedHttp())
          .build();
  private final Small small =
      new Small(
          "in/2026/11/22/000123.json",
          Notifications.created("src", "in/2026/11/22/000123.json", ETAG, SmallObjects.BYTES));
  private final S3Sync sync =
      S3Sync.builder()
          .rules(CopyRule.named("all").from("src").to("dst").build())
          .executor(S3CopyExecutor.builder(client).build())
          .build();

  /** Called by JMH's harness, which wants it public. */
  public CopyCost() {}

  /** Sees that what is measured is a copy. */
  @Setup
  public void check() {
    if (handle().copied().size() != 1) {
      throw new IllegalStateException(handle().toString());
    }
  }

  /**
   * One CopyObject with nothing but its four names.
   *
   * @return its answer
   */
  @Benchmark
  public CopyObjectResponse bare() {
    return Throughput.copy(client, small);
  }

  /**
   * The same with what s3sync sends by default: the condition, the ACL, no annotations.
   *
   * @return its answer
   */
  @Benchmark
  public CopyObjectResponse bareWithTheSameHeaders() {
    return client.copyObject(
        r ->
            r.sourceBucket("src")
                .sourceKey(small.key())
                .copySourceIfMatch("\"" + ETAG + "\"")
                .destinationBucket("dst")
                .destinationKey(small.key())
                .acl("bucket-owner-full-control")
                .annotationDirective("EXCLUDE"));
  }

  /**
   * A notification, handled.
   *
   * @return the report
   */
  @Benchmark
  public SyncReport handle() {
    return sync.handle(small.notification(), Deadline.none());
  }

  /**
   * A notification, handled before a deadline, as in a function.
   *
   * @return the report
   */
  @Benchmark
  public SyncReport handleWithDeadline() {
    return sync.handle(small.notification(), Deadline.after(Duration.ofMinutes(1)));
  }

  /**
   * Runs all four.
   *
   * @param args options of JMH, such as {@code -prof gc}
   * @throws IOException if JMH cannot read its own list of benchmarks
   */
  public static void main(String[] args) throws IOException {
    PlanningCost.run(CopyCost.class, args);
  }
}
