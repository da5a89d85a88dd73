package io.github.s3sync.cli;

import io.github.s3sync.S3Sync;
import io.github.s3sync.cli.option.RulesOptions;
import io.github.s3sync.cli.option.TimeConverter;
import io.github.s3sync.cli.option.UsageException;
import io.github.s3sync.cli.output.LogSettings;
import io.github.s3sync.client.RegionalS3Clients;
import io.github.s3sync.config.EnvironmentReader;
import io.github.s3sync.copy.CopyExecutor;
import io.github.s3sync.reconcile.Estimate;
import io.github.s3sync.reconcile.Mode;
import io.github.s3sync.reconcile.Reconciler;
import io.github.s3sync.reconcile.ReconcilerBuilder;
import io.github.s3sync.reconcile.RunResult;
import io.github.s3sync.reconcile.checkpoint.CheckpointException;
import io.github.s3sync.reconcile.compare.Bytes;
import io.github.s3sync.reconcile.compare.Flow;
import io.github.s3sync.reconcile.compare.Level;
import io.github.s3sync.reconcile.compare.SettleWait;
import io.github.s3sync.reconcile.report.Summary;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRules;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/**
 * Contains the options that {@code verify}, {@code backfill} and {@code reconcile} have in common.
 */
@Command(
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:no difference remains",
      "1:differences remain, or may remain because objects were neither compared nor copied",
      "2:some objects could not be looked up or compared, a listing failed, the run was"
          + " interrupted, a report or standard output could not be written, a message could not be"
          + " sent, or no rule applies to any key of --from",
      "64:an argument, a variable or a rule is wrong, or the run would cost more than --max-cost"
    })
final class ReconcileOptions {

  /** The exit code of a usage error, which differs from the exit codes of a comparison. */
  static final int USAGE = 64;

  @Mixin private final RulesOptions rules;
  @Mixin private final CheckpointOptions checkpoint = new CheckpointOptions();
  @Mixin private final CostOptions cost = new CostOptions();
  @Mixin private final ConcurrencyOptions concurrency = new ConcurrencyOptions();

  @Option(
      names = "--rule",
      paramLabel = "NAME",
      description = "Only this rule; can be given several times. All rules by default.")
  private final Set<String> ruleNames = new LinkedHashSet<>();

  @Option(
      names = "--prefix",
      paramLabel = "PREFIX",
      description = "Only sources whose keys begin with this, and their replicas.")
  private String prefix = "";

  @Option(
      names = GivenKeys.OPTION,
      paramLabel = "INPUT",
      description =
          "Only these objects, which are looked up instead of listed: report:FILE for the"
              + " differences in a report, keys:FILE for a file with one source key a line, - for"
              + " such keys on standard input.")
  private @Nullable String from;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description = "Only sources modified at this time or later, such as 2026-01-31T00:00:00Z.")
  private @Nullable Instant since;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description = "Only sources modified at this time or earlier.")
  private @Nullable Instant until;

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      description =
          "How closely objects are compared: listing (size and eTag, the default), head (also"
              + " checksums, headers, metadata, storage class, encryption, Object Lock and the"
              + " number of tags; 2 requests an object) or tags (also the tags; 4 requests an"
              + " object).")
  private Level level = Level.LISTING;

  @Option(
      names = "--bytes",
      paramLabel = "WHICH",
      description =
          "Which contents are read and compared: none (the default), unknown (objects whose content"
              + " neither eTags nor checksums can compare), all, or unknown and a share of the"
              + " others, such as 0.01.")
  private String bytes = "none";

  @Option(
      names = "--settle",
      paramLabel = "DURATION",
      description =
          "How long a difference is IN_FLIGHT after the source was written, such as PT15M (the"
              + " default; PT0S for backfill). At its end, a run waits at most this long before it"
              + " looks up replicas without a source for the last time.")
  private @Nullable Duration settle;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description =
          "Write the findings to a file: CSV if its name ends with .csv, a page for a browser if it"
              + " ends with .html, else one JSON object a line. Can be given several times.")
  private final List<String> reports = new ArrayList<>();

  @Option(names = "--report-all", description = "Report equal and excluded objects as well.")
  private boolean reportAll;

  @Option(
      names = "--unordered",
      description =
          "Compare listings that are not in the order of the keys' UTF-8 bytes. Needs about 32 MB"
              + " of memory for a million objects.")
  private boolean unordered;

  @Option(names = "--json", description = "Print one JSON object instead of text.")
  private boolean json;

  @Option(names = "--no-progress", description = "Print no progress on standard error.")
  private boolean noProgress;

  ReconcileOptions(RulesOptions rules) {
    this.rules = rules;
  }

  /** Returns the environment variables, replaced by the options that are given. */
  Map<String, String> variables() {
    rules.requireRegion();
    return rules.variables();
  }

  /**
   * Runs a comparison.
   *
   * @param changes adds the settings of one command
   * @param after called after the run; returns false if an operation was not completed
   * @return the exit code
   */
  int run(Mode mode, CommandSpec spec, Consumer<ReconcilerBuilder> changes, After after) {
    LogSettings.withoutOutcomes();
    cost.check();
    concurrency.check();
    if (settle != null && settle.isNegative()) {
      throw new UsageException("--settle is " + settle + ", expected zero or more");
    }
    if (since != null && until != null && since.isAfter(until)) {
      throw new UsageException(
          "--since is " + since + ", which is later than --until (" + until + ")");
    }
    rules.requireRegion();
    try (StopOnSignal signal = new StopOnSignal(RunResult.EXIT_INCOMPLETE)) {
      return signal.exitCode(run(mode, spec, changes, after, signal));
    } catch (CheckpointException e) {
      throw CheckpointOptions.shown(e);
    }
  }

  private int run(
      Mode mode,
      CommandSpec spec,
      Consumer<ReconcilerBuilder> changes,
      After after,
      StopOnSignal signal) {
    AtomicReference<@Nullable CopyExecutor> executor = new AtomicReference<>();
    EnvironmentReader reader = new EnvironmentReader().concurrentRequests(concurrency.requests());
    try (S3Sync sync =
            rules.reading(
                variables ->
                    reader.read(
                        variables,
                        builder ->
                            builder.decorateExecutor(
                                one -> {
                                  executor.set(one);
                                  return one;
                                })));
        RegionalS3Clients clients = rules.reading(reader::clients);
        GivenKeys given = GivenKeys.open(from, sync.rules());
        CheckpointOptions.Opened opened =
            checkpoint.open(rules.variables(), spec.commandLine().getErr());
        ReportFiles files =
            new ReportFiles(reports, opened.resumes(), given == null ? null : given.file())) {
      PrintWriter out = spec.commandLine().getOut();
      PrintWriter err = spec.commandLine().getErr();
      StatusLine status = new StatusLine(err);
      LiveCounts live = new LiveCounts();
      ReconcilerBuilder builder = Reconciler.builder(mode, sync.rules(), clients);
      builder
          .prefix(prefix)
          .level(level)
          .bytes(contents())
          .listener(
              finding -> {
                files.onFinding(finding);
                live.onFinding(finding);
                if (!json) {
                  status.above(() -> FindingLine.print(out, finding));
                }
              });
      try {
        builder.rules(ruleNames);
      } catch (IllegalArgumentException e) {
        throw new UsageException("--rule: " + e.getMessage(), e);
      }
      requireSources(sync.rules());
      CopyExecutor copies = executor.get();
      if (copies != null) {
        builder.executor(copies);
      }
      if (given != null) {
        given.set(builder, checkpoint.isGiven());
      }
      if (settle != null) {
        builder.settle(settle);
      }
      builder.settleWait(
          SettleWait.sleeping(
              (replicas, time) -> {
                if (!noProgress) {
                  status.above(() -> err.println(waiting(replicas, time)));
                }
              }));
      if (since != null) {
        builder.since(since);
      }
      if (until != null) {
        builder.until(until);
      }
      if (reportAll) {
        builder.reportAll();
      }
      if (unordered) {
        builder.unordered();
      }
      concurrency.set(builder);
      opened.set(builder);
      changes.accept(builder);
      Reconciler reconciler = builder.build();
      Estimate estimate =
          opened.resumes() || given != null
              ? null
              : cost.approve(reconciler, err, CostOptions.terminal(err));
      signal.run(
          () -> {
            status.above(() -> err.println("interrupted: ending after the objects in progress"));
            reconciler.stop();
          },
          () -> {
            boolean saved = reconciler.save();
            err.println(
                "objects in progress did not end in time"
                    + (saved ? "; the checkpoint was stored without them" : ""));
          });
      files.begin();
      RunResult result =
          Progress.run(
              reconciler, estimate, live, Ansi.AUTO.enabled(), status, noProgress ? null : err);
      boolean done = after.isDone();
      out.print(json ? Summary.json(result) + System.lineSeparator() : Summary.text(result));
      out.flush();
      opened.print(err, result);
      boolean compared = given == null || given.isCompared(result, isNarrowed(), err);
      List<String> unwritten = files.finish(result, spec);
      unwritten.forEach(problem -> err.println("s3sync: " + problem));
      return done && compared && unwritten.isEmpty()
          ? result.exitCode()
          : RunResult.EXIT_INCOMPLETE;
    }
  }

  /** Returns whether options limit the run to some of the objects that the rules apply to. */
  private boolean isNarrowed() {
    return !prefix.isEmpty() || !ruleNames.isEmpty();
  }

  /** Refuses a prefix under which no rule has sources, because the run would compare nothing. */
  private void requireSources(CopyRules known) {
    if (Flow.of(known, prefix).stream()
        .noneMatch(flow -> ruleNames.isEmpty() || ruleNames.contains(flow.rule().name()))) {
      throw new UsageException(
          "--prefix is '"
              + prefix
              + "', which is outside the prefixes of the rules' sources: "
              + known.rules().stream()
                  .filter(rule -> ruleNames.isEmpty() || ruleNames.contains(rule.name()))
                  .map(CopyRule::prefix)
                  .distinct()
                  .toList());
    }
  }

  private static String waiting(long replicas, Duration time) {
    return String.format(
        Locale.ROOT,
        "%,d replicas have no source. They are looked up again, because the events of the deletes"
            + " may be on their way: the run ends in %s at the latest. --settle PT0S does not"
            + " wait.",
        replicas,
        Durations.words(Duration.ofSeconds(1 + time.toSeconds())));
  }

  private Bytes contents() {
    return switch (bytes) {
      case "none" -> Bytes.NONE;
      case "unknown" -> Bytes.IF_UNKNOWN;
      case "all" -> Bytes.ALL;
      default -> {
        try {
          yield new Bytes(Double.parseDouble(bytes), true);
        } catch (IllegalArgumentException e) {
          throw new UsageException(
              "--bytes is '" + bytes + "', expected none, unknown, all or a share from 0 to 1", e);
        }
      }
    };
  }

  /** Ends a run. */
  @FunctionalInterface
  interface After {

    /** Returns whether all operations that the run started were completed. */
    boolean isDone();
  }
}
