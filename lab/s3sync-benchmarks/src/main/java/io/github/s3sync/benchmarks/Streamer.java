package io.github.s3sync.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.github.s3sync.client.RegionalS3Clients;
import io.github.s3sync.copy.Concurrency;
import io.github.s3sync.copy.CopyReceipt;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.executor.S3CopyExecutor;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.option.TransferMode;
import io.github.s3sync.plan.CopyPlan;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** Runs in the JVM that streams: s3sync, or a loop of the SDK's own calls with bytes in memory. */
final class Streamer {

  static final String HEAD =
      "%-8s %8s %10s %12s %8s %10s"
          .formatted("", "seconds", "CPU s/GB", "peak heap MB", "GC %", "requests");

  private static final double GB = 1e9;
  private static final double NANOS = 1e9;

  private final RegionalS3Clients clients;
  private final Concurrency concurrency;
  private final long part;
  private final AtomicLong peak = new AtomicLong();

  private Streamer(RegionalS3Clients clients, Concurrency concurrency, long part) {
    this.clients = clients;
    this.concurrency = concurrency;
    this.part = part;
  }

  static S3Client client(URI endpoint) {
    return clients(endpoint).forRegion(null);
  }

  private static RegionalS3Clients clients(URI endpoint) {
    return RegionalS3Clients.builder()
        .accessKey(ServerProcess.ACCESS_KEY, ServerProcess.SECRET_KEY)
        .defaultRegion("us-east-1")
        .endpoint(endpoint)
        .build();
  }

  public static void main(String[] args) {
    int atOnce = Integer.parseInt(args[2]);
    ExecutorService pool = Executors.newFixedThreadPool(atOnce);
    Concurrency concurrency =
        atOnce == 1 ? Concurrency.callerOnly() : Concurrency.of(pool, atOnce - 1);
    try (RegionalS3Clients clients = clients(URI.create(args[1]))) {
      System.out.println(
          new Streamer(clients, concurrency, Long.parseLong(args[3]) << 20).measure(args[0]));
    } catch (OutOfMemoryError e) {
      System.out.println(args[0] + " OutOfMemoryError");
    } finally {
      pool.shutdownNow();
    }
  }

  private String measure(String how) {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long bytes =
        clients
            .forRegion(null)
            .headObject(r -> r.bucket("src").key(ServerProcess.GENERATED))
            .contentLength();
    watchHeap();
    long cpu = system.getProcessCpuTime();
    long began = System.nanoTime();
    int requests = how.equals("s3sync") ? s3sync() : bytesInMemory(bytes);
    double seconds = (System.nanoTime() - began) / NANOS;
    double cpuSeconds = (system.getProcessCpuTime() - cpu) / NANOS;
    double collecting =
        ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum()
            / 1e3;
    return String.format(
        Locale.ROOT,
        "%-8s %8.1f %10.2f %12.1f %8.1f %10d",
        how,
        seconds,
        cpuSeconds / (bytes / GB),
        peak.get() / 1e6,
        100 * collecting / seconds,
        requests);
  }

  private int s3sync() {
    CopyOptions options =
        CopyOptions.builder()
            .transfer(TransferMode.STREAM)
            .checksumAlgorithm("CRC64NVME") // as any object in S3 has
            .build();
    CopyPlan plan =
        CopyPlan.of(
            new ObjectRef("src", ServerProcess.GENERATED),
            new ObjectRef("dst", ServerProcess.GENERATED),
            options);
    S3CopyExecutor executor =
        S3CopyExecutor.builder(clients).concurrency(concurrency).streamPartSizeBytes(part).build();
    return ((CopyReceipt) executor.execute(plan, Deadline.none())).requests();
  }

  /**
   * Copies as a first version of hand-written code would: each part as bytes from one call to the
   * next.
   */
  private int bytesInMemory(long bytes) {
    S3Client s3 = clients.forRegion(null);
    String key = ServerProcess.GENERATED;
    HeadObjectResponse head = s3.headObject(r -> r.bucket("src").key(key));
    String upload = s3.createMultipartUpload(r -> r.bucket("dst").key(key)).uploadId();
    CompletedPart[] parts = new CompletedPart[(int) ((bytes + part - 1) / part)];
    concurrency.forEach(
        parts.length,
        i -> {
          String range = "bytes=" + i * part + "-" + (Math.min(bytes, (i + 1) * part) - 1);
          byte[] body =
              s3.getObjectAsBytes(r -> r.bucket("src").key(key).range(range).ifMatch(head.eTag()))
                  .asByteArray();
          String eTag =
              s3.uploadPart(
                      r -> r.bucket("dst").key(key).uploadId(upload).partNumber(i + 1),
                      RequestBody.fromBytes(body))
                  .eTag();
          parts[i] = CompletedPart.builder().partNumber(i + 1).eTag(eTag).build();
        });
    s3.completeMultipartUpload(
        r -> r.bucket("dst").key(key).uploadId(upload).multipartUpload(u -> u.parts(parts)));
    return 3 + 2 * parts.length;
  }

  private void watchHeap() {
    Thread thread =
        new Thread(
            () -> {
              try {
                while (true) {
                  long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
                  peak.accumulateAndGet(used, Math::max);
                  Thread.sleep(5);
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "watch-heap");
    thread.setDaemon(true);
    thread.start();
  }
}
