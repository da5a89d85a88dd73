package io.github.s3sync.examples.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.s3sync.S3Sync;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.key.OneLine;
import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.plan.SkipReason;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Copies objects now, as if S3 had just told of them. */
@Command(
    name = "copy",
    mixinStandardHelpOptions = true,
    description = {
      "Copies objects now, as if S3 had just told of them.",
      "To try a rule out, or to bring back a replica. Rules whose keys have a date in them need an"
          + " event and cannot be tried so. Exits with 1 if one could not be copied, or no rule takes"
          + " it."
    })
final class CopyCommand implements Callable<Integer> {

  /** What leaves no replica behind though one was asked for. */
  private static final Set<SkipReason> NOT_COPIED =
      Set.of(
          SkipReason.NO_RULE,
          SkipReason.EVENT_IGNORED,
          SkipReason.SIZE_OUT_OF_RANGE,
          SkipReason.SOURCE_GONE);

  @Spec private CommandSpec spec;

  @Mixin private final RulesOptions rules;

  @Parameters(
      arity = "1..*",
      paramLabel = "S3_URI",
      description = "The objects, such as s3://src/prefix/a.csv",
      converter = S3UriConverter.class)
  private List<ObjectRef> objects;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the rest
  CopyCommand(Map<String, String> environment) {
    this.rules = new RulesOptions(environment);
  }

  @Override
  public Integer call() {
    rules.requireRegion();
    List<ObjectEvent> events =
        objects.stream().map(o -> ObjectEvent.created(o.bucket(), o.key())).toList();
    try (S3Sync sync = rules.sync()) {
      List<CopyOutcome> outcomes = sync.handle(events, Deadline.none()).outcomes();
      print(outcomes);
      return outcomes.stream().allMatch(CopyCommand::isWell) ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  private static boolean isWell(CopyOutcome outcome) {
    return !(outcome instanceof CopyOutcome.Failed)
        && !(outcome instanceof CopyOutcome.Skipped skipped
            && NOT_COPIED.contains(skipped.reason()));
  }

  private void print(List<CopyOutcome> outcomes) {
    if (json) {
      ArrayNode array = Json.MAPPER.createArrayNode();
      outcomes.forEach(outcome -> describe(outcome, array.addObject()));
      spec.commandLine().getOut().println(Json.text(array));
    } else {
      outcomes.forEach(outcome -> spec.commandLine().getOut().println(describe(outcome)));
    }
  }

  private static String describe(CopyOutcome outcome) {
    if (outcome instanceof CopyOutcome.Copied copied) {
      return "%s -> %s  %,d bytes, %d parts, %d requests"
          .formatted(
              copied.source(),
              copied.replica(),
              copied.bytes(),
              copied.receipt().parts(),
              copied.requests());
    }
    if (outcome instanceof CopyOutcome.Failed failed) {
      return object(outcome) + "  FAILED, " + failed.reason() + ": " + OneLine.of(failed.message());
    }
    return object(outcome) + "  not copied, " + ((CopyOutcome.Skipped) outcome).reason();
  }

  private static void describe(CopyOutcome outcome, ObjectNode json) {
    ObjectEvent event = Objects.requireNonNull(outcome.event());
    json.put("source", Json.uri(new ObjectRef(event.bucket(), event.rawKey())))
        .put("rule", outcome.rule());
    ObjectRef replica = outcome.replica();
    json.put("replica", replica == null ? null : Json.uri(replica));
    if (outcome instanceof CopyOutcome.Copied copied) {
      json.put("outcome", "copied")
          .put("bytes", copied.bytes())
          .put("parts", copied.receipt().parts())
          .put("eTag", copied.receipt().eTag())
          .put("versionId", copied.receipt().versionId());
    } else if (outcome instanceof CopyOutcome.Failed failed) {
      json.put("outcome", "failed")
          .put("reason", failed.reason().name())
          .put("retryable", failed.retryable())
          .put("message", failed.message());
    } else if (outcome instanceof CopyOutcome.Skipped skipped) {
      json.put("outcome", "skipped").put("reason", skipped.reason().name());
    }
    json.put("requests", outcome.requests());
  }

  /** Of what was asked for by a key as stored, which is what such an event carries. */
  private static String object(CopyOutcome outcome) {
    ObjectEvent event = Objects.requireNonNull(outcome.event());
    return new ObjectRef(event.bucket(), event.rawKey()).toString();
  }
}
