package io.github.s3sync.examples.demo;

import io.github.s3sync.S3Sync;
import io.github.s3sync.copy.Concurrency;
import io.github.s3sync.executor.S3CopyExecutor;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.outcome.OutcomeListener;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.sqs.SqsPoller;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine.Help.Ansi;

/**
 * Replicates between two accounts with the library: from the bucket of one account to the bucket of
 * the other.
 */
final class Replication implements AutoCloseable {

  private static final int THREADS = 4;

  /** S3's minimum size of a part, so that even a small demo shows multipart copies. */
  private static final int PART_BYTES = 5 * 1024 * 1024;

  private final long began = System.nanoTime();
  private final PrintStream out;
  private final ResultTable table;
  private final Outcomes outcomes = new Outcomes();
  private final ExecutorService pool = Executors.newCachedThreadPool();
  private final Concurrency concurrency = Concurrency.of(pool, THREADS);
  private final DemoServers servers = new DemoServers();
  private final SqsPoller poller;
  private List<String> keys = List.of();
  private volatile OutcomeListener watcher = OutcomeListener.none();

  Replication(PrintStream out) {
    this.out = out;
    this.table = new ResultTable(out);
    this.poller =
        SqsPoller.builder()
            .queueUrl(servers.queueUrl())
            .client(servers.sqs())
            .sync(sync())
            .executor(pool)
            .concurrency(THREADS)
            .build();
    poller.start();
  }

  DemoServers servers() {
    return servers;
  }

  private S3Sync sync() {
    return S3Sync.builder()
        .rules(rule())
        .executor(
            S3CopyExecutor.builder(servers.s3(DemoServers.REPLICATOR))
                .concurrency(concurrency)
                .multipartThresholdBytes(PART_BYTES)
                .partSizeBytes(PART_BYTES)
                .build())
        .listener(
            OutcomeListener.logging()
                .andThen(outcomes)
                .andThen(outcome -> watcher.onOutcome(outcome)))
        .build();
  }

  /** Returns the rule of the demo. */
  static CopyRule rule() {
    return CopyRule.named("demo")
        .from(DemoServers.SOURCE_BUCKET)
        .prefix(DemoServers.SOURCE_PREFIX)
        .to(
            DemoServers.DESTINATION_BUCKET,
            KeyMapper.replacePrefix(DemoServers.SOURCE_PREFIX, DemoServers.DESTINATION_PREFIX))
        // S3Proxy answers both with 501.
        // The server is a substitute for Amazon S3, where copies are not verified; the demo
        // compares
        // every replica itself.
        .options(CopyOptions.builder().tags(false).acl(null).verify(false).build())
        .build();
  }

  /** Uploads files, waits for their replicas, prints the table, and returns the problems. */
  List<String> run(List<SourceFile> files, Duration timeout) throws InterruptedException {
    describe(files);
    Uploader uploader = new Uploader(servers.s3(DemoServers.SOURCE), concurrency);
    List<String> problems = new ArrayList<>();
    try (ProgressBar bar = progressBar(files.size())) {
      watcher = outcome -> bar.stepTo(outcomes.settled());
      keys = uploader.upload(files);
      if (!outcomes.await(keys, timeout)) {
        problems.add("not all replicas existed after %,d s".formatted(timeout.toSeconds()));
      }
      bar.stepTo(outcomes.settled());
    } finally {
      watcher = OutcomeListener.none();
    }
    problems.addAll(uploader.problems());
    table.print(outcomes.copies(keys), Duration.ofNanos(System.nanoTime() - began));
    return problems;
  }

  private void describe(List<SourceFile> files) {
    out.printf(
        "Uploading %,d files (%,d bytes) to s3://%s/%s as '%s'. S3 notifies a queue; '%s' copies to"
            + " s3://%s/%s.%n",
        files.size(),
        files.stream().mapToLong(SourceFile::bytes).sum(),
        DemoServers.SOURCE_BUCKET,
        DemoServers.SOURCE_PREFIX,
        DemoServers.SOURCE,
        DemoServers.REPLICATOR,
        DemoServers.DESTINATION_BUCKET,
        DemoServers.DESTINATION_PREFIX);
    out.println("The demo copies objects over 5 MiB in parts; the default is 256 MiB.");
  }

  /** Returns a progress bar, which is shown only at a terminal. */
  static ProgressBar progressBar(int files) {
    ProgressBarBuilder bar =
        new ProgressBarBuilder()
            .setTaskName("Replicas")
            .setInitialMax(files)
            .setStyle(ProgressBarStyle.ASCII);
    if (!Ansi.AUTO.enabled()) {
      bar.setConsumer(new DelegatingProgressBarConsumer(line -> {}));
    }
    return bar.build();
  }

  /** Compares every replica with its source and returns the differences. */
  List<String> check() {
    ReplicaCheck check = new ReplicaCheck(servers);
    List<String> problems = new ArrayList<>();
    for (String key : keys) {
      String difference = check.difference(key);
      if (difference != null) {
        problems.add("replica of " + key + ": " + difference + "; " + outcomes.describe(key));
      }
    }
    out.printf(
        "%,d of %,d replicas equal their sources in every byte, size, Content-Type,"
            + " Cache-Control,%nContent-Disposition, -Encoding, -Language and user metadata, read"
            + " by '%s'.%n",
        keys.size() - problems.size(), keys.size(), DemoServers.DESTINATION);
    out.println(
        "This S3 does not support tags and ACLs; S3MockCopyContractIT in s3sync-s3mock tests"
            + " them.");
    return problems;
  }

  /** Replicates and prints new objects until the user presses Enter. */
  void keepUntilEnter(InputStream in) throws IOException, InterruptedException {
    watcher = this::printLive;
    out.printf(
        "%nThe servers keep running. Put objects as one account, list and read as the"
            + " other:%n%s%n%s%n",
        servers.awsCommand(
            DemoServers.SOURCE,
            "cp FILE s3://" + DemoServers.SOURCE_BUCKET + "/" + DemoServers.SOURCE_PREFIX),
        servers.awsCommand(
            DemoServers.DESTINATION, "ls --recursive s3://" + DemoServers.DESTINATION_BUCKET));
    out.printf(
        "Or copy, check and run as the replicator, which can use both buckets:%n%s%n",
        servers.replicatorVariables());
    out.println("Press Enter to stop.");
    if (in.read() == -1) {
      // Standard input is not a terminal: only a signal can end the program.
      new CountDownLatch(1).await();
    }
  }

  private void printLive(CopyOutcome outcome) {
    switch (outcome.kind()) {
      case COPIED -> table.row((CopyOutcome.Copied) outcome);
      case DELETED -> table.row((CopyOutcome.Deleted) outcome);
      case SKIPPED ->
          out.println(
              "skipped, " + ((CopyOutcome.Skipped) outcome).reason() + ": " + outcome.source());
      case FAILED -> {
        // The listener that writes the log has already reported it.
      }
    }
  }

  @Override
  public void close() {
    poller.close();
    servers.close();
    pool.shutdown();
  }
}
