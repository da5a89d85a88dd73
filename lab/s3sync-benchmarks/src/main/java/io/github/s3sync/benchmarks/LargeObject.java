package io.github.s3sync.benchmarks;

import io.github.s3sync.S3Sync;
import io.github.s3sync.copy.Concurrency;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.executor.S3CopyExecutor;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.rule.CopyRule;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.transfer.s3.S3TransferManager;

/**
 * Measures the time of one multipart copy if S3 takes the same time for each part: s3sync and the
 * SDK's transfer manager, with equal part sizes and concurrency, compared with the minimum.
 */
final class LargeObject {

  static final String KEY = "large.bin";
  static final int PARTS = 80;
  static final long PART_BYTES = 128L << 20;
  private static final int AT_ONCE = 16;
  private static final int WARM_UPS = 3;
  private static final double LEAST_SECONDS =
      Math.ceil((double) PARTS / AT_ONCE) * ServerProcess.SLOW_PART.toMillis() / 1000;

  private LargeObject() {}

  /** Argument: the number of rounds. */
  public static void main(String[] args) {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 15;
    try (ServerProcess server = ServerProcess.start("parts")) {
      measure(server.endpoint(), rounds);
    }
  }

  private static void measure(URI endpoint, int rounds) {
    ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE - 1);
    try (S3Client client = S3Http.APACHE5.client(endpoint);
        S3AsyncClient async = async(endpoint);
        S3TransferManager manager = S3TransferManager.builder().s3Client(async).build();
        S3Sync sync = sync(client, Concurrency.of(pool, AT_ONCE - 1))) {
      HeadObjectResponse head = client.headObject(r -> r.bucket("src").key(KEY));
      String eTag = head.eTag().replace("\"", "");
      String created = Notifications.created("src", KEY, eTag, head.contentLength());
      Samples ours = new Samples();
      Samples theirs = new Samples();
      for (int round = -WARM_UPS; round < rounds; round++) {
        double handled = seconds(() -> Throughput.handle(sync, created, Deadline.none()));
        double copied = seconds(() -> Throughput.copy(manager, KEY));
        if (round >= 0) {
          ours.add(handled / LEAST_SECONDS);
          theirs.add(copied / LEAST_SECONDS);
        }
        System.err.print(round < 0 ? "w" : ".");
      }
      System.out.printf(
          "%n%d parts, %d at once, %d ms each: least %.2f s%n",
          PARTS, AT_ONCE, ServerProcess.SLOW_PART.toMillis(), LEAST_SECONDS);
      System.out.printf("  S3Sync.handle          %s of it%n", ours);
      System.out.printf("  S3TransferManager.copy %s of it%n", theirs);
    } finally {
      pool.shutdownNow();
    }
  }

  private static double seconds(Runnable copy) {
    long start = System.nanoTime();
    copy.run();
    return (System.nanoTime() - start) / 1e9;
  }

  private static S3Sync sync(S3Client client, Concurrency concurrency) {
    return S3Sync.builder()
        .rules(
            CopyRule.named("all")
                .from("src")
                .to("dst")
                .options(CopyOptions.builder().acl(null).build())
                .build())
        .executor(
            S3CopyExecutor.builder(client)
                .partSizeBytes(PART_BYTES)
                .concurrency(concurrency)
                .build())
        .build();
  }

  private static S3AsyncClient async(URI endpoint) {
    return S3AsyncClient.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .forcePathStyle(true)
        .credentialsProvider(S3Http.credentials())
        .httpClientBuilder(NettyNioAsyncHttpClient.builder().maxConcurrency(AT_ONCE))
        .multipartEnabled(true)
        .multipartConfiguration(
            c -> c.minimumPartSizeInBytes(PART_BYTES).thresholdInBytes(PART_BYTES))
        .build();
  }
}
