package io.github.s3sync.benchmarks;

import io.github.s3sync.S3Sync;
import io.github.s3sync.benchmarks.Contender.Small;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.executor.S3CopyExecutor;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.testing.FakeS3;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.transfer.s3.S3TransferManager;

/** Counts the requests for a small object at the server. */
final class RequestsPerObject {

  private static final int OBJECTS = 200;

  /**
   * List prices in dollars per thousand requests in us-east-1; {@code docs/performance.md} explains
   * their limits.
   */
  private static final Map<String, Double> LIST_PRICE =
      Map.of("CopyObject", 0.005, "HeadObject", 0.0004);

  private RequestsPerObject() {}

  public static void main(String[] args) {
    try (FakeS3 s3 = FakeS3.start();
        S3AsyncClient async = Throughput.asyncClient(s3.endpoint());
        S3TransferManager manager = S3TransferManager.builder().s3Client(async).build()) {
      s3.createBucket("src");
      s3.createBucket("dst");
      S3Client client = s3.client();
      List<Small> objects = SmallObjects.put(client, OBJECTS);
      S3Sync sync =
          S3Sync.builder()
              .rules(CopyRule.named("all").from("src").to("dst").build())
              .executor(S3CopyExecutor.builder(client).build())
              .build();
      System.out.printf("%-34s %-42s %s%n", "", "requests an object", "$ a million objects");
      count(s3, "s3sync", objects, o -> sync.handle(o.notification(), Deadline.none()));
      count(s3, "S3TransferManager.copy", objects, o -> Throughput.copy(manager, o.key()));
      count(s3, "managed copy as boto3's, emulated", objects, o -> managedCopy(client, o));
    }
  }

  /** Looks up the size of the source to choose between one request and parts; then copies. */
  private static void managedCopy(S3Client client, Small small) {
    client.headObject(r -> r.bucket("src").key(small.key()));
    Throughput.copy(client, small);
  }

  private static void count(FakeS3 s3, String name, List<Small> objects, Consumer<Small> copy) {
    // The first copy of a cold JVM takes so long that s3sync re-checks its source.
    copy.accept(objects.get(0));
    s3.clearRequests();
    objects.forEach(copy);
    Map<String, Long> arrived =
        s3.operations().stream()
            .collect(Collectors.groupingBy(o -> o, TreeMap::new, Collectors.counting()));
    String each =
        arrived.entrySet().stream()
            .map(e -> "%.2f %s".formatted(e.getValue() / (double) objects.size(), e.getKey()))
            .collect(Collectors.joining(" + "));
    double dollars =
        arrived.entrySet().stream()
            .mapToDouble(e -> LIST_PRICE.getOrDefault(e.getKey(), Double.NaN) * 1000 * e.getValue())
            .sum();
    System.out.printf("%-34s %-42s %.2f%n", name, each, dollars / objects.size());
  }
}
