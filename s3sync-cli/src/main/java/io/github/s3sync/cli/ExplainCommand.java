package io.github.s3sync.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.s3sync.S3Sync;
import io.github.s3sync.cli.option.RulesOptions;
import io.github.s3sync.cli.option.S3UriConverter;
import io.github.s3sync.cli.option.UsageException;
import io.github.s3sync.cli.output.Json;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.EventReader;
import io.github.s3sync.event.MalformedEventException;
import io.github.s3sync.event.Notification;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.plan.Decision;
import io.github.s3sync.plan.Explanation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Explains the effect of the rules on an object or an event. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = {
      "Explains what the rules do with an object or an event.",
      "Prints which rule matches it, or why none does, the replica, and the requests of the copy."
          + " Makes no request and copies nothing. Exits with 1 if nothing would be done, or if"
          + " a record of the event cannot be read."
    })
final class ExplainCommand implements Callable<Integer> {

  /** The size limit of SQS messages, the largest of all senders. */
  private static final int MAX_EVENT_BYTES = 1024 * 1024;

  @Spec private CommandSpec spec;

  @Mixin private final RulesOptions rules;

  @ArgGroup(multiplicity = "1")
  private Input input;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  /** Contains the two kinds of input, which exclude each other. */
  private static final class Input {

    @Parameters(
        paramLabel = "S3_URI",
        description = "An object, such as s3://src/prefix/a.csv; it does not have to exist.",
        converter = S3UriConverter.class)
    private @Nullable ObjectRef object;

    @Option(
        names = {"-e", "--event"},
        paramLabel = "FILE",
        description =
            "A notification as S3, SNS, SQS or EventBridge sends it; - for standard input.")
    private @Nullable String event;
  }

  @SuppressWarnings("NullAway.Init") // picocli sets the other fields
  ExplainCommand(Map<String, String> environment) {
    this.rules = new RulesOptions(environment);
  }

  @Override
  public Integer call() {
    String body = input.object == null ? read(String.valueOf(input.event)) : created(input.object);
    try (S3Sync sync = rules.sync()) {
      Notification notification = new EventReader().read(body);
      List<Explanation> explanations = notification.events().stream().map(sync::explain).toList();
      spec.commandLine()
          .getOut()
          .println(
              json
                  ? Json.text(json(sync, notification, explanations))
                  : sync.explain(body).stripTrailing());
      boolean acts =
          explanations.stream()
              .flatMap(explanation -> explanation.decisions().stream())
              .anyMatch(Decision.Copy.class::isInstance);
      return acts && notification.malformed().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    } catch (MalformedEventException e) {
      throw new UsageException("--event: " + e.getMessage(), e);
    }
  }

  /** Returns an event as EventBridge would send it, since its keys are not encoded. */
  private static String created(ObjectRef object) {
    ObjectNode event = Json.MAPPER.createObjectNode();
    event.put("source", "aws.s3").put("detail-type", "Object Created");
    ObjectNode detail = event.putObject("detail");
    detail.putObject("bucket").put("name", object.bucket());
    detail.putObject("object").put("key", object.key());
    return event.toString();
  }

  private static String read(String file) {
    try (InputStream content = file.equals("-") ? System.in : Files.newInputStream(Path.of(file))) {
      byte[] bytes = content.readNBytes(MAX_EVENT_BYTES + 1);
      if (bytes.length > MAX_EVENT_BYTES) {
        throw wrongEvent(file, "which has more than " + MAX_EVENT_BYTES + " bytes", null);
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (NoSuchFileException e) {
      throw wrongEvent(file, "which does not exist", e);
    } catch (CharacterCodingException e) {
      throw wrongEvent(file, "which is not UTF-8", e);
    } catch (IOException | InvalidPathException e) {
      throw wrongEvent(file, "which cannot be read: " + e.getMessage(), e);
    }
  }

  private static UsageException wrongEvent(String file, String problem, @Nullable Exception e) {
    return new UsageException("--event is '" + file + "', " + problem, e);
  }

  private static ObjectNode json(
      S3Sync sync, Notification notification, List<Explanation> explanations) {
    ObjectNode root = Json.MAPPER.createObjectNode();
    ArrayNode events = root.putArray("events");
    for (Explanation explanation : explanations) {
      ObjectEvent event = explanation.event();
      ObjectNode one = events.addObject();
      one.put("name", event.name()).put("bucket", event.bucket()).put("key", event.rawKey());
      ArrayNode answers = one.putArray("rules");
      for (Explanation.Answer answer : explanation.answers()) {
        answers
            .addObject()
            .put("rule", answer.rule())
            .put("matches", answer.whyNot() == null)
            .put("whyNot", answer.whyNot());
      }
      ArrayNode decisions = one.putArray("decisions");
      explanation.decisions().forEach(decision -> describe(sync, decision, decisions.addObject()));
    }
    ArrayNode malformed = root.putArray("malformed");
    notification
        .malformed()
        .forEach(
            record ->
                malformed
                    .addObject()
                    .put("record", record.index())
                    .put("problem", record.problem()));
    return root.put("setUpMessages", notification.setUpMessages());
  }

  private static void describe(S3Sync sync, Decision decision, ObjectNode json) {
    if (decision instanceof Decision.Copy copy) {
      boolean deletes = copy.plan().event().kind() == EventKind.REMOVED;
      json.put("action", deletes ? "delete" : "copy")
          .put("rule", copy.plan().rule().name())
          .put("source", Json.uri(copy.plan().source()))
          .put("replica", Json.uri(copy.plan().replica()));
      ArrayNode requests = json.putArray("requests");
      sync.requests(copy.plan()).forEach(requests::add);
    } else if (decision instanceof Decision.Skip skip) {
      json.put("action", "nothing").put("reason", skip.reason().name());
    } else if (decision instanceof Decision.Refuse refuse) {
      json.put("action", "fail")
          .put("rule", refuse.rule())
          .put("reason", refuse.reason().name())
          .put("message", refuse.message());
    }
  }
}
