package io.github.s3sync.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.s3sync.S3Sync;
import io.github.s3sync.cli.option.EventTime;
import io.github.s3sync.cli.option.RulesOptions;
import io.github.s3sync.cli.option.S3UriConverter;
import io.github.s3sync.cli.output.Json;
import io.github.s3sync.cli.output.LogSettings;
import io.github.s3sync.client.RegionalS3Clients;
import io.github.s3sync.client.S3Clients;
import io.github.s3sync.config.EnvironmentReader;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.outcome.CopyOutcome;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Copies objects now, as if S3 had just sent an event for each. */
@Command(
    name = "copy",
    mixinStandardHelpOptions = true,
    description = {
      "Copies objects now, as if S3 had just sent an event for each.",
      "Use it to test a rule, or to restore replicas. If a rule's keys contain a date, give --date."
          + " A replica whose source is gone is kept, unless --delete is given"
          + " and the rule deletes. Exits with 1 if an object was not copied, or no rule matches"
          + " it."
    })
final class CopyCommand implements Callable<Integer> {

  /** The number of objects that are copied before their outcomes are printed. */
  private static final int BATCH = 500;

  private static final String STANDARD_INPUT = "-";

  @Spec private CommandSpec spec;

  @Mixin private final RulesOptions rules;

  @Parameters(
      arity = "1..*",
      paramLabel = "S3_URI",
      description =
          "The objects, such as s3://src/prefix/a.csv; - to read them from standard input, one on"
              + " each line.")
  private List<String> arguments;

  @Option(
      names = {"-R", "--recursive"},
      description =
          "Each S3_URI is a prefix: copy every object whose key begins with it and that a rule"
              + " matches.")
  private boolean recursive;

  @Option(
      names = {"-0", "--null"},
      description = "On standard input, a NUL byte ends each S3_URI, as keys can have line breaks.")
  private boolean nul;

  @Option(
      names = "--delete",
      description =
          "Delete the replica if the object does not exist and its rule has the event REMOVED.")
  private boolean delete;

  @Option(
      names = "--date",
      paramLabel = "DATE",
      converter = EventTime.Converter.class,
      description =
          "For rules whose keys contain a date: the time of the objects' events in UTC, such as"
              + " 2026-11-29 or 2026-11-29T10:20:30Z; modified for the last modification of each"
              + " object, which is usually the time of its event.")
  private @Nullable EventTime date;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the other fields
  CopyCommand(Map<String, String> environment) {
    this.rules = new RulesOptions(environment);
  }

  @Override
  public Integer call() {
    if (recursive && arguments.contains(STANDARD_INPUT)) {
      throw new ParameterException(
          spec.commandLine(), "--recursive expects prefixes as arguments, not -");
    }
    LogSettings.withoutOutcomes();
    rules.requireRegion();
    if (!delete) {
      rules.set("S3SYNC_DELETES_PER_MINUTE", "0");
    }
    try (S3Sync sync = rules.sync();
        RegionalS3Clients clients = rules.reading(new EnvironmentReader()::clients)) {
      Run run = new Run(sync, clients);
      for (String argument : arguments) {
        if (recursive) {
          ObjectRef prefix = S3UriConverter.readPrefix(argument);
          SourceObjects.list(sync.rules(), clients, prefix, run::add);
        } else if (argument.equals(STANDARD_INPUT)) {
          SourceObjects.read(System.in, nul, run::add);
        } else {
          run.add(S3UriConverter.read(argument, "S3_URI"));
        }
      }
      return run.end();
    }
  }

  /** Copies objects in batches, and prints their outcomes. */
  private final class Run {

    private final S3Sync sync;
    private final S3Clients clients;
    private final PrintWriter out = spec.commandLine().getOut();
    private final ArrayNode array = Json.MAPPER.createArrayNode();
    private final List<ObjectEvent> batch = new ArrayList<>();
    private boolean complete = true;
    private int found;
    private int unmatched;
    private boolean dateMissing;

    Run(S3Sync sync, S3Clients clients) {
      this.sync = sync;
      this.clients = clients;
    }

    void add(ObjectRef object) {
      boolean lookUp = date != null && date.fixed() == null;
      add(object, lookUp ? SourceObjects.modified(sync.rules(), clients, object) : null);
    }

    void add(ObjectRef object, @Nullable Instant modified) {
      found++;
      Instant time = date == null ? null : date.fixed() == null ? modified : date.fixed();
      batch.add(ObjectEvent.created(object.bucket(), object.key(), time));
      if (batch.size() == BATCH) {
        copy();
      }
    }

    int end() {
      copy();
      if (json) {
        out.println(Json.text(array));
      }
      if (dateMissing) {
        spec.commandLine()
            .getErr()
            .println("s3sync: a rule's keys contain the date of the event, expected --date");
      }
      if (found == 0 || unmatched == found) {
        spec.commandLine()
            .getErr()
            .println(
                found == 0
                    ? "s3sync: no object was found, expected at least one"
                    : "s3sync: no rule matches any of the %,d objects found".formatted(found));
        return ExitCode.SOFTWARE;
      }
      return complete ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private void copy() {
      for (CopyOutcome outcome : sync.handle(batch, Deadline.none()).outcomes()) {
        CopiedObject object = new CopiedObject(outcome);
        if (recursive && object.isUnmatched()) {
          unmatched++;
          continue;
        }
        complete &= object.isDone();
        dateMissing |= date == null && object.isWithoutDate();
        if (json) {
          object.describe(array.addObject());
        } else {
          out.println(object.describe());
        }
      }
      batch.clear();
    }
  }
}
