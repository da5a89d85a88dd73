package io.github.s3sync.benchmarks;

import io.github.s3sync.S3Sync;
import io.github.s3sync.benchmarks.Contender.Small;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.executor.S3CopyExecutor;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.outcome.SyncReport;
import io.github.s3sync.rule.CopyRule;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.transfer.s3.S3TransferManager;

/**
 * Compares copies of small objects per second: the façade, a bare loop with the same client, and
 * the SDK's transfer manager. A second run of the loop shows the measurement noise.
 */
final class Throughput {

  private static final int THREADS = 16;
  private static final int OBJECTS = 200;

  private Throughput() {}

  /** Arguments: the number of copies in a round, and the number of rounds. */
  public static void main(String[] args) {
    int copies = args.length > 0 ? Integer.parseInt(args[0]) : 500;
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 15;
    for (String server : List.of("fake", "s3proxy")) {
      System.err.printf("%s, %d threads, %d copies a round ", server, THREADS, copies);
      try (ServerProcess process = ServerProcess.start(server)) {
        measure(server, process.endpoint(), new Rounds(THREADS, copies, rounds));
      }
    }
  }

  private static void measure(String server, URI endpoint, Rounds rounds) {
    try (S3Client client = S3Http.APACHE5.client(endpoint);
        S3AsyncClient async = asyncClient(endpoint);
        S3TransferManager manager = S3TransferManager.builder().s3Client(async).build();
        S3Sync sync =
            S3Sync.builder()
                .rules(
                    CopyRule.named("all")
                        .from("src")
                        .to("dst")
                        // S3Proxy answers 501 to the default ACL.
                        .options(CopyOptions.builder().acl(null).build())
                        .build())
                .executor(S3CopyExecutor.builder(client).build())
                .build()) {
      List<Small> objects = SmallObjects.put(client, OBJECTS);
      Rounds.print(
          server + ", " + THREADS + " threads, beside a bare SDK loop",
          rounds.run(
              List.of(
                  new Contender("bare SDK loop", small -> copy(client, small)),
                  new Contender(
                      "S3Sync.handle",
                      small -> handle(sync, small.notification(), Deadline.none())),
                  new Contender(
                      "S3Sync.handle with a deadline",
                      small ->
                          handle(
                              sync, small.notification(), Deadline.after(Duration.ofMinutes(1)))),
                  new Contender("S3TransferManager.copy", small -> copy(manager, small.key())),
                  new Contender("bare SDK loop, once more", small -> copy(client, small))),
              objects));
    }
  }

  static S3AsyncClient asyncClient(URI endpoint) {
    return S3AsyncClient.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .forcePathStyle(true)
        .credentialsProvider(S3Http.credentials())
        .multipartEnabled(true)
        .build();
  }

  static CopyObjectResponse copy(S3Client client, Small small) {
    return client.copyObject(
        r ->
            r.sourceBucket("src")
                .sourceKey(small.key())
                .destinationBucket("dst")
                .destinationKey(small.key()));
  }

  static void copy(S3TransferManager manager, String key) {
    manager
        .copy(
            c ->
                c.copyObjectRequest(
                    r ->
                        r.sourceBucket("src")
                            .sourceKey(key)
                            .destinationBucket("dst")
                            .destinationKey(key)))
        .completionFuture()
        .join();
  }

  static void handle(S3Sync sync, String notification, Deadline deadline) {
    SyncReport report = sync.handle(notification, deadline);
    if (report.copied().size() != 1) {
      throw new IllegalStateException(report.outcomes().toString());
    }
  }
}
