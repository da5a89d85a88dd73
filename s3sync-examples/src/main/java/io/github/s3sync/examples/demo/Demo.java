package io.github.s3sync.examples.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Uploads files to a bucket of one account, waits for their replicas in a bucket of another
 * account, and compares every replica with its source.
 *
 * <p>Exits with 0 if all replicas are equal, 1 if a replica differs or a file could not be
 * uploaded, and 2 if an argument is wrong.
 */
@Command(
    name = "demo",
    sortOptions = false,
    description = "Copies files from one account's bucket to another's and checks the replicas.")
public final class Demo implements Callable<Integer> {

  private static final int MAX_PROBLEMS = 40;

  private final PrintStream out;
  private final InputStream in;
  private final Consumer<DemoServers> beforeCheck;
  private final List<String> problems = new ArrayList<>();

  @Parameters(
      arity = "0..1",
      paramLabel = "FOLDER",
      description = "The files to upload; by default a few generated files.")
  private @Nullable Path folder;

  @Option(
      names = "--keep",
      description = "Keep the servers running until Enter is pressed, and replicate new objects.")
  private boolean keep;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "300",
      description = "How long to wait for the replicas, ${DEFAULT-VALUE} by default.")
  private long timeoutSeconds;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  @SuppressWarnings("UnusedVariable") // picocli handles it
  private boolean help;

  /** Creates a demo that runs in this process. */
  public Demo() {
    this(System.out, System.in, servers -> {});
  }

  Demo(PrintStream out, InputStream in, Consumer<DemoServers> beforeCheck) {
    this.out = out;
    this.in = in;
    this.beforeCheck = beforeCheck;
  }

  /**
   * Runs the demo and ends the JVM with its exit code.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Demo()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (timeoutSeconds < 1) {
      problems.add("--timeout is " + timeoutSeconds + ", expected 1 or more");
      printProblems();
      return ExitCode.USAGE;
    }
    List<SourceFile> files = folder == null ? SampleFiles.write() : userFiles(folder);
    if (files.isEmpty()) {
      printProblems();
      return ExitCode.USAGE;
    }
    try (Replication replication = new Replication(out)) {
      problems.addAll(replication.run(files, Duration.ofSeconds(timeoutSeconds)));
      beforeCheck.accept(replication.servers());
      problems.addAll(replication.check());
      printProblems();
      if (keep) {
        replication.keepUntilEnter(in);
      }
    }
    return problems.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private List<SourceFile> userFiles(Path folder) throws IOException {
    if (folder.toString().isBlank()) {
      problems.add("FOLDER is empty, expected a folder; leave it out for generated files");
      return List.of();
    }
    if (!Files.isDirectory(folder)) {
      String what = Files.exists(folder) ? "Not a folder: " : "Folder does not exist: ";
      problems.add(what + folder.toAbsolutePath());
      return List.of();
    }
    UserFiles found = UserFiles.in(folder);
    problems.addAll(found.problems());
    if (found.links() > 0) {
      out.printf("Left out %,d symbolic links and special files.%n", found.links());
    }
    if (found.emptyFolders() > 0) {
      out.printf("Left out %,d empty folders.%n", found.emptyFolders());
    }
    if (found.files().isEmpty()) {
      problems.add("No file to upload in " + folder.toAbsolutePath());
    }
    if (found.bytes() > DemoServers.room()) {
      problems.add(
          "%,d bytes are too many: this S3 keeps objects in memory and has room for %,d"
              .formatted(found.bytes(), DemoServers.room()));
      return List.of();
    }
    return found.files();
  }

  private void printProblems() {
    for (String problem : problems.subList(0, Math.min(problems.size(), MAX_PROBLEMS))) {
      // File names may contain control characters that a terminal would interpret.
      out.println("NOT OK  " + problem.replaceAll("\\p{Cntrl}", "?"));
    }
    if (problems.size() > MAX_PROBLEMS) {
      out.printf("NOT OK  … and %,d more%n", problems.size() - MAX_PROBLEMS);
    }
  }
}
