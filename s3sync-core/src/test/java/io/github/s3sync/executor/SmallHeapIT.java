package io.github.s3sync.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.copy.Concurrency;
import io.github.s3sync.copy.CopyException;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.copy.StopSignal;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.option.TransferMode;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.testing.FakeS3;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/** Streams in a JVM with 128 MB, half of what the buffers of 16 threads would need. */
class SmallHeapIT {

  private static final int PARTS = 24;

  @Test
  void stream_objectsOfAnySizeInASmallHeap_neverExhaustIt() throws Exception {
    try (FakeS3 s3 = FakeS3.start()) {
      s3.createBucket("src");
      s3.createBucket("dst");
      s3.putSynthetic("src", "huge", 5L << 40, Map.of());
      s3.putSynthetic("src", "large", 100L << 30, Map.of());
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx128m",
                  "-XX:+ExitOnOutOfMemoryError",
                  "-cp",
                  System.getProperty("java.class.path"),
                  SmallHeapIT.class.getName(),
                  s3.endpoint().toString())
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(output).isZero();
      assertThat(output)
          .contains("huge: NOT_SUPPORTED")
          .contains("a buffer of 550502400 bytes")
          .contains("large: NOT_ENOUGH_TIME");
      assertThat(s3.operations())
          .filteredOn("UploadPart"::equals)
          .hasSizeGreaterThanOrEqualTo(PARTS);
    }
  }

  /** Streams the first parts of each object, with the default number of threads of a service. */
  public static void main(String[] args) {
    StopSignal stop = new StopSignal();
    AtomicInteger parts = new AtomicInteger();
    ExecutionInterceptor counting =
        new ExecutionInterceptor() {
          @Override
          public void afterExecution(Context.AfterExecution context, ExecutionAttributes with) {
            if (context.request() instanceof UploadPartRequest
                && parts.incrementAndGet() == PARTS) {
              stop.stopWithin(Duration.ZERO);
            }
          }
        };
    try (S3Client client =
        client(URI.create(args[0]))
            .overrideConfiguration(c -> c.addExecutionInterceptor(counting))
            .build()) {
      S3CopyExecutor executor =
          S3CopyExecutor.builder(client).concurrency(Concurrency.parallel(15)).build();
      for (String key : List.of("huge", "large")) {
        try {
          executor.execute(plan(key), Deadline.none().orStop(stop));
        } catch (CopyException e) {
          System.out.println(key + ": " + e.reason() + ": " + e.getMessage());
        }
      }
    }
  }

  /** Returns a client in another process. */
  static S3ClientBuilder client(URI endpoint) {
    return S3Client.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .forcePathStyle(true)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")));
  }

  private static CopyPlan plan(String key) {
    return CopyPlan.of(
        new ObjectRef("src", key),
        new ObjectRef("dst", key),
        CopyOptions.builder().transfer(TransferMode.STREAM).build());
  }
}
