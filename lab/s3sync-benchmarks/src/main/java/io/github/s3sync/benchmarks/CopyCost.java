package io.github.s3sync.benchmarks;

import io.github.s3sync.S3Sync;
import io.github.s3sync.benchmarks.Contender.Small;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.executor.S3CopyExecutor;
import io.github.s3sync.rule.CopyRule;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Measures the cost of a copy without the network: one thread, and an HTTP client that answers at
 * once.
 */
final class CopyCost {

  private CopyCost() {}

  /** Arguments: the number of copies in a round, and the number of rounds. */
  public static void main(String[] args) {
    int copies = args.length > 0 ? Integer.parseInt(args[0]) : 2000;
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 21;
    String key = "in/2026/11/22/000123.json";
    Small object =
        new Small(key, Notifications.created("src", key, CannedHttp.ETAG, SmallObjects.BYTES));
    try (S3Client client =
            S3Client.builder()
                .region(Region.US_EAST_1)
                .credentialsProvider(S3Http.credentials())
                .httpClient(new CannedHttp())
                .build();
        S3Sync sync =
            S3Sync.builder()
                .rules(CopyRule.named("all").from("src").to("dst").build())
                .executor(S3CopyExecutor.builder(client).build())
                .build()) {
      Rounds.print(
          "without a network, 1 thread, beside a bare SDK call",
          new Rounds(1, copies, rounds)
              .run(
                  List.of(
                      new Contender("bare SDK call", small -> Throughput.copy(client, small)),
                      new Contender("with the same headers", small -> sameHeaders(client, small)),
                      new Contender(
                          "S3Sync.handle",
                          small -> Throughput.handle(sync, small.notification(), Deadline.none())),
                      new Contender(
                          "S3Sync.handle with a deadline",
                          small ->
                              Throughput.handle(
                                  sync,
                                  small.notification(),
                                  Deadline.after(Duration.ofMinutes(1)))),
                      new Contender(
                          "bare SDK call, once more", small -> Throughput.copy(client, small))),
                  List.of(object)));
    }
  }

  /** Sends the headers that s3sync sends by default: a condition, the ACL, and no annotations. */
  private static void sameHeaders(S3Client client, Small small) {
    client.copyObject(
        r ->
            r.sourceBucket("src")
                .sourceKey(small.key())
                .copySourceIfMatch("\"" + CannedHttp.ETAG + "\"")
                .destinationBucket("dst")
                .destinationKey(small.key())
                .acl("bucket-owner-full-control")
                .annotationDirective("EXCLUDE"));
  }
}
