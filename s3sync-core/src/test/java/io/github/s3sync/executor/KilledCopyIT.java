package io.github.s3sync.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.copy.Concurrency;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.testing.FakeS3;
import io.github.s3sync.testing.Fault;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** Kills a process that copies without a deadline, as a poller does, during a copy. */
class KilledCopyIT {

  private static final long PART = 5L << 20;
  private static final int PARTS = 100;
  private static final int BEFORE_THE_KILL = 60;
  private static final int AT_ONCE = 4;

  @Test
  void copy_processKilledAfter60Of100Parts_theNextCopiesOnlyWhatIsMissing() throws Exception {
    try (FakeS3 s3 = FakeS3.start()) {
      s3.createBucket("src");
      s3.createBucket("dst");
      s3.putSynthetic("src", "k", PARTS * PART, Map.of("x-amz-checksum-algorithm", "CRC64NVME"));
      CompletableFuture<Process> process = new CompletableFuture<>();
      s3.onNext("UploadPartCopy", BEFORE_THE_KILL, Fault.first(() -> {}));
      s3.always("UploadPartCopy", Fault.first(() -> process.join().destroyForcibly()));
      process.complete(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  KilledCopyIT.class.getName(),
                  s3.endpoint().toString())
              .inheritIO()
              .start());
      assertThat(process.join().waitFor()).as("it was killed").isNotZero();
      assertThat(s3.openUploads()).isOne();
      assertThat(s3.bucket("dst").keys()).isEmpty();

      s3.clearFaults();
      s3.clearRequests();
      copy(s3.client());

      assertThat(s3.operations())
          .doesNotContain("CreateMultipartUpload")
          .filteredOn("UploadPartCopy"::equals)
          .hasSizeBetween(PARTS - BEFORE_THE_KILL - AT_ONCE, PARTS - BEFORE_THE_KILL);
      assertThat(s3.sameContent("src", "k", "dst", "k")).isTrue();
      assertThat(s3.openUploads()).isZero();
    }
  }

  /** The process that is killed. */
  public static void main(String[] args) {
    try (S3Client client = SmallHeapIT.client(URI.create(args[0])).build()) {
      copy(client);
    }
  }

  private static void copy(S3Client client) {
    S3CopyExecutor.builder(client)
        .multipartThresholdBytes(PART)
        .partSizeBytes(PART)
        .concurrency(Concurrency.parallel(AT_ONCE - 1))
        .build()
        .execute(
            CopyPlan.of(
                new ObjectRef("src", "k"),
                new ObjectRef("dst", "k"),
                CopyOptions.builder().build()),
            Deadline.none());
  }
}
