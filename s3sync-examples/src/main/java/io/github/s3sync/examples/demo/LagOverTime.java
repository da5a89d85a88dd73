package io.github.s3sync.examples.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.s3sync.examples.demo.LagData.Sent;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/**
 * Puts a steady stream of small objects, stops the poller and lets S3 throttle during it, and draws
 * how long each replica took.
 *
 * <p>Exits with 0 if all replicas are equal, 1 if a replica differs, and 2 if an argument is wrong.
 */
@Command(
    name = "lag",
    sortOptions = false,
    description = "Draws replication lag over time while the poller stops and S3 throttles.")
public final class LagOverTime implements Callable<Integer> {

  private static final int MAX_PROBLEMS = 10;

  private final PrintStream out;
  private final Consumer<DemoServers> beforeCheck;

  @Option(
      names = "--per-second",
      paramLabel = "OBJECTS",
      defaultValue = "20",
      description = "The number of objects per second, ${DEFAULT-VALUE} by default.")
  private int perSecond;

  @Option(
      names = "--seconds",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "The duration in seconds, ${DEFAULT-VALUE} by default.")
  private int seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "OBJECTS",
      defaultValue = "1000",
      description = "The number of objects before the measurement, ${DEFAULT-VALUE} by default.")
  private int warmUp;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "120",
      description = "How long to wait for the last replicas, ${DEFAULT-VALUE} by default.")
  private int timeoutSeconds;

  @Option(
      names = "--svg",
      paramLabel = "FILE",
      defaultValue = "docs/lag.svg",
      description = "The file of the chart, ${DEFAULT-VALUE} by default.")
  private Path svg = Path.of("");

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      defaultValue = "s3sync-examples/target/lag.csv",
      description = "The file with a row for each object, ${DEFAULT-VALUE} by default.")
  private Path csv = Path.of("");

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  @SuppressWarnings("UnusedVariable") // picocli handles it
  private boolean help;

  LagOverTime(PrintStream out, Consumer<DemoServers> beforeCheck) {
    this.out = out;
    this.beforeCheck = beforeCheck;
  }

  /**
   * Runs the command and ends the JVM with its exit code.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    System.exit(new CommandLine(new LagOverTime(System.out, servers -> {})).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException, ExecutionException {
    String wrong = wrongArgument();
    if (wrong != null) {
      out.println("NOT OK  " + wrong);
      return ExitCode.USAGE;
    }
    // Fail before the measurement if the folders of its results cannot be created.
    Files.createDirectories(svg.toAbsolutePath().getParent());
    Files.createDirectories(csv.toAbsolutePath().getParent());
    try (LagRun run = new LagRun(new StreamPlan(warmUp, perSecond, seconds))) {
      LagData data = run.run(Duration.ofSeconds(timeoutSeconds));
      beforeCheck.accept(run.servers());
      List<String> problems = run.check();
      problems.stream().limit(MAX_PROBLEMS).forEach(problem -> out.println("NOT OK  " + problem));
      int objects = data.objects().size();
      int equal = objects - problems.size();
      writeCsv(data.objects());
      new LagChart(data, equal).write(svg);
      out.printf("%,d of %,d replicas equal their sources.%n", equal, objects);
      out.printf(
          "S3 answered %,d CopyObject requests, including refused requests.%n", run.copyRequests());
      out.printf("The last object was uploaded %,d ms late.%n", data.late().toMillis());
      out.println(svg + " and " + csv + " are written.");
      return problems.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  private @Nullable String wrongArgument() {
    if (perSecond < 1 || perSecond > 1000) {
      return "--per-second is " + perSecond + ", expected 1 to 1000";
    }
    // With more, throttled messages could be received so often that they become dead letters.
    if (seconds < 1 || seconds > 300) {
      return "--seconds is " + seconds + ", expected 1 to 300";
    }
    if (warmUp < 0 || warmUp > 10_000) {
      return "--warm-up is " + warmUp + ", expected 0 to 10000";
    }
    if (timeoutSeconds < 1) {
      return "--timeout is " + timeoutSeconds + ", expected 1 or more";
    }
    if (Files.isDirectory(svg)) {
      return "--svg is the folder " + svg + ", expected a file";
    }
    return Files.isDirectory(csv) ? "--csv is the folder " + csv + ", expected a file" : null;
  }

  private void writeCsv(List<Sent> objects) throws IOException {
    CSVFormat format =
        CSVFormat.DEFAULT.builder().setHeader("key", "put_ms", "lag_ms", "outcome").build();
    try (CSVPrinter rows = new CSVPrinter(Files.newBufferedWriter(csv, UTF_8), format)) {
      for (Sent object : objects) {
        Duration lag = object.lag();
        rows.printRecord(
            object.key(),
            object.put().toMillis(),
            lag == null ? null : lag.toMillis(),
            object.outcome());
      }
    }
  }
}
