package io.github.s3sync.examples.demo;

import io.github.s3sync.S3Sync;
import io.github.s3sync.copy.Concurrency;
import io.github.s3sync.copy.S3CopyExecutor;
import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.outcome.OutcomeListener;
import io.github.s3sync.rule.CopyOptions;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.KeyMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Uploads files to a bucket of one account and shows their replicas appear in a bucket of another,
 * then compares every one with its source.
 *
 * <p>Exits with 0 if all replicas are equal, 1 if one is not, or a file could not be uploaded, and
 * 2 if there is nothing to do it with.
 */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Copies files from one account's bucket to another's and checks the replicas.")
public final class Demo implements Callable<Integer> {

  private static final int THREADS = 4;

  /** S3's least size of a part, so that a small demo shows copies in parts too. */
  private static final int PART_BYTES = 5 * 1024 * 1024;

  private final PrintStream out;
  private final InputStream in;
  private final Consumer<DemoServers> beforeCheck;
  private final ResultTable table;
  private final List<String> problems = new ArrayList<>();
  private final Outcomes outcomes = new Outcomes();
  private volatile OutcomeListener live = OutcomeListener.none();

  @Parameters(
      arity = "0..1",
      paramLabel = "FOLDER",
      description = "The files to upload; without it, a few generated ones.")
  private @Nullable Path folder;

  @Option(
      names = "--keep",
      description = "Keep the servers until Enter is pressed, and replicate what comes.")
  private boolean keep;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "300",
      description = "How long to wait for the replicas, ${DEFAULT-VALUE} by default.")
  private long timeoutSeconds;

  Demo(PrintStream out, InputStream in, Consumer<DemoServers> beforeCheck) {
    this.out = out;
    this.in = in;
    this.beforeCheck = beforeCheck;
    this.table = new ResultTable(out);
  }

  /**
   * Runs the demo and ends the JVM with its exit code.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    Demo demo = new Demo(System.out, System.in, servers -> {});
    System.exit(new CommandLine(demo).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    long began = System.nanoTime();
    List<SourceFile> files = files();
    if (files.isEmpty()) {
      problems.forEach(out::println);
      return CommandLine.ExitCode.USAGE;
    }
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try (DemoServers servers = new DemoServers();
        S3Sync sync = sync(servers, Concurrency.of(pool, THREADS));
        QueueWorker worker = new QueueWorker(servers, sync, THREADS)) {
      worker.start();
      describe(files);
      List<String> keys = replicate(servers, files, Concurrency.of(pool, THREADS));
      table.print(copies(keys), Duration.ofNanos(System.nanoTime() - began));
      beforeCheck.accept(servers);
      check(servers, keys);
      if (keep) {
        keepUntilEnter(servers);
      }
    } finally {
      pool.shutdown();
    }
    return problems.isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private List<SourceFile> files() throws IOException {
    if (folder == null) {
      return SampleFiles.write();
    }
    if (!Files.isDirectory(folder)) {
      problems.add(
          Files.exists(folder)
              ? "Not a folder: " + folder.toAbsolutePath()
              : "No such folder: " + folder.toAbsolutePath());
      return List.of();
    }
    UserFiles found = UserFiles.in(folder);
    problems.addAll(found.problems());
    if (found.links() > 0) {
      out.printf("Left out %,d symbolic links and special files.%n", found.links());
    }
    if (found.files().isEmpty()) {
      problems.add("No file to upload in " + folder.toAbsolutePath());
    }
    return found.files();
  }

  private S3Sync sync(DemoServers servers, Concurrency concurrency) {
    CopyRule rule =
        CopyRule.named("demo")
            .from(DemoServers.SOURCE_BUCKET)
            .prefix(DemoServers.SOURCE_PREFIX)
            .to(
                DemoServers.DESTINATION_BUCKET,
                KeyMapper.replacePrefix(DemoServers.SOURCE_PREFIX, DemoServers.DESTINATION_PREFIX))
            // S3Proxy answers both with 501.
            .options(CopyOptions.builder().tags(false).acl(null).build())
            .build();
    return S3Sync.builder()
        .rules(rule)
        .executor(
            S3CopyExecutor.builder(servers.s3(DemoServers.REPLICATOR))
                .concurrency(concurrency)
                .multipartThresholdBytes(PART_BYTES)
                .partSizeBytes(PART_BYTES)
                .build())
        .listener(
            OutcomeListener.logging().andThen(outcomes).andThen(outcome -> live.onOutcome(outcome)))
        .build();
  }

  private void describe(List<SourceFile> files) {
    out.printf(
        "%,d files (%,d bytes) go to s3://%s/%s as '%s'; S3 tells a queue; '%s' copies to s3://%s/%s.%n",
        files.size(),
        files.stream().mapToLong(SourceFile::bytes).sum(),
        DemoServers.SOURCE_BUCKET,
        DemoServers.SOURCE_PREFIX,
        DemoServers.SOURCE,
        DemoServers.REPLICATOR,
        DemoServers.DESTINATION_BUCKET,
        DemoServers.DESTINATION_PREFIX);
    out.printf(
        "Objects above 5 MiB are copied in parts of 5 MiB here; the library's own limit is 256 MiB.%n");
  }

  private List<String> replicate(
      DemoServers servers, List<SourceFile> files, Concurrency concurrency)
      throws InterruptedException {
    try (ProgressBar bar = progress(files.size())) {
      live = outcome -> bar.stepTo(outcomes.settled());
      Uploader uploader = new Uploader(servers.s3(DemoServers.SOURCE), concurrency);
      List<String> keys = uploader.upload(files);
      problems.addAll(uploader.problems());
      outcomes.await(keys, Duration.ofSeconds(timeoutSeconds));
      bar.stepTo(outcomes.settled());
      return keys;
    } finally {
      live = OutcomeListener.none();
    }
  }

  private ProgressBar progress(int files) {
    return new ProgressBarBuilder()
        .setTaskName("Replicas")
        .setInitialMax(files)
        .setStyle(ProgressBarStyle.ASCII)
        .build();
  }

  private List<CopyOutcome.Copied> copies(List<String> keys) {
    List<CopyOutcome.Copied> copies = new ArrayList<>();
    for (String key : keys) {
      if (outcomes.of(key) instanceof CopyOutcome.Copied copied) {
        copies.add(copied);
      }
    }
    return copies;
  }

  private void check(DemoServers servers, List<String> keys) {
    ReplicaCheck check = new ReplicaCheck(servers);
    int equal = 0;
    for (String key : keys) {
      String difference = check.difference(key);
      if (difference == null && outcomes.of(key) instanceof CopyOutcome.Copied) {
        equal++;
      } else {
        problems.add("replica of " + key + ": " + difference + "; outcome: " + outcomes.of(key));
      }
    }
    problems.stream()
        .limit(ResultTable.MAX_ROWS)
        .forEach(problem -> out.println("NOT OK  " + problem));
    out.printf(
        "%,d of %,d replicas equal their sources in every byte, size, Content-Type, Cache-Control,%n"
            + "Content-Disposition, -Encoding, -Language and user metadata, read by '%s'.%n",
        equal, keys.size(), DemoServers.DESTINATION);
    out.println("Tags and ACLs, which this S3 lacks, are shown by the tests of s3sync-s3mock.");
  }

  private void keepUntilEnter(DemoServers servers) throws IOException, InterruptedException {
    live = this::printLive;
    out.println();
    out.println("The servers stay. Put objects as the source account, list and read as the other:");
    out.println(
        servers.awsCommand(
            DemoServers.SOURCE,
            "cp FILE s3://" + DemoServers.SOURCE_BUCKET + "/" + DemoServers.SOURCE_PREFIX));
    out.println(
        servers.awsCommand(
            DemoServers.DESTINATION,
            "ls --recursive s3://"
                + DemoServers.DESTINATION_BUCKET
                + "/"
                + DemoServers.DESTINATION_PREFIX));
    out.println("Press Enter to end.");
    if (in.read() == -1) {
      // Started without a terminal: only a signal can end it.
      new CountDownLatch(1).await();
    }
  }

  private void printLive(CopyOutcome outcome) {
    if (outcome instanceof CopyOutcome.Copied copied) {
      table.row(copied);
    } else {
      out.println(outcome);
    }
  }
}
