package io.github.s3sync.sqs.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.testing.Fault;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies an object of a hundred parts, whose worker ends in the middle of the copy. */
class RestartIT {

  private static final int PARTS = 100;

  /** The helper threads of a worker, and the thread that has the message. */
  private static final int AT_ONCE = 5;

  private static final int PARTS_BEFORE = 50;
  private static final Duration SHUTDOWN = Duration.ofSeconds(2);
  private static final Duration TIMEOUT = Duration.ofMinutes(3);

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void worker_endsInMidCopy_nextOneCopiesOnlyWhatIsMissing(boolean killed) throws Exception {
    Ledger ledger = new Ledger();
    try (Site site = new Site(3)) {
      put(site);
      CountDownLatch enough = new CountDownLatch(PARTS_BEFORE);
      site.s3()
          .always(
              "UploadPartCopy",
              Fault.first(
                  () -> {
                    enough.countDown();
                    if (enough.getCount() == 0) {
                      rest();
                    }
                  }));
      WorkerProcess first = WorkerProcess.start(Worker.arguments(site, 0, 1, SHUTDOWN), ledger);
      try {
        assertThat(enough.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        if (!killed) {
          first.terminate();
          assertThat(first.exitCode()).isEqualTo(143);
        }
      } finally {
        first.kill();
      }
      assertThat(site.s3().openUploads()).isOne();
      long before = parts(site);
      assertThat(before).isBetween((long) PARTS_BEFORE - 1, (long) PARTS - 1);

      site.s3().clearFaults();
      WorkerProcess next = WorkerProcess.start(Worker.arguments(site, 0, 2), ledger);
      try {
        site.awaitEmpty(TIMEOUT);
      } finally {
        next.kill();
      }
      assertThat(site.s3().bucket(Site.DESTINATION).keys()).containsExactly(Site.PREFIX + "k");
      assertThat(site.s3().openUploads()).isZero();
      assertThat(site.s3().operations()).containsOnlyOnce("CreateMultipartUpload");
      assertThat(parts(site)).isBetween((long) PARTS, (long) PARTS + AT_ONCE);
    }
  }

  private static long parts(Site site) {
    return site.s3().operations().stream().filter("UploadPartCopy"::equals).count();
  }

  private static void put(Site site) {
    Map<String, String> wholeChecksum = Map.of("x-amz-checksum-algorithm", "CRC64NVME");
    site.s3().putSynthetic(Site.SOURCE, "k", (long) PARTS * Worker.PART_BYTES, wholeChecksum);
    String body = site.s3().bucket(Site.SOURCE).notification("k", String.format("%018X", 1));
    site.sqs().sendMessage(m -> m.queueUrl(site.queue()).messageBody(body));
  }

  /** Waits so long for a part that the remaining parts do not end within the shutdown timeout. */
  private static void rest() {
    try {
      Thread.sleep(SHUTDOWN.toMillis() / 2);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
