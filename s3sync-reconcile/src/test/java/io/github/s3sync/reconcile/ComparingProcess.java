package io.github.s3sync.reconcile;

import io.github.s3sync.client.RegionalS3Clients;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.reconcile.compare.Tally;
import io.github.s3sync.reconcile.finding.Verdict;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRules;
import java.net.URI;

/** Verifies two buckets of a listing server, in a process whose heap is limited. */
final class ComparingProcess {

  private ComparingProcess() {}

  /**
   * Prints the numbers of objects and the seconds.
   *
   * @param args the endpoint, and {@code ordered} or {@code table}
   */
  public static void main(String[] args) {
    CopyRules rules =
        CopyRules.of(CopyRule.named("r").from("src").to("dst", KeyMapper.same()).build());
    try (RegionalS3Clients clients =
        RegionalS3Clients.builder()
            .endpoint(URI.create(args[0]))
            .accessKey("test", "test")
            .defaultRegion("us-east-1")
            .build()) {
      ReconcilerBuilder builder = Reconciler.builder(Mode.VERIFY, rules, clients);
      if (args[1].equals("table")) {
        builder.unordered();
      }
      long start = System.nanoTime();
      RunResult result = builder.build().run();
      double seconds = (System.nanoTime() - start) / 1e9;
      Tally total = result.total();
      System.out.printf(
          "exit code %d, found %d, same %d, %.1f s, %.0f keys/s%n",
          result.exitCode(),
          total.found(),
          total.count(Verdict.SAME),
          seconds,
          (total.sources() + total.replicas()) / seconds);
    }
  }
}
