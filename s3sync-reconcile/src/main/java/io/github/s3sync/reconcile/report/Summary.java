package io.github.s3sync.reconcile.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.s3sync.reconcile.RunResult;
import io.github.s3sync.reconcile.compare.FlowResult;
import io.github.s3sync.reconcile.compare.Tally;
import io.github.s3sync.reconcile.finding.Action;
import io.github.s3sync.reconcile.finding.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Summarizes a run, as text and as one JSON object.
 *
 * @since 0.1.0
 */
public final class Summary {

  private static final int MAX_PROBLEMS = 5;

  private Summary() {}

  /**
   * Describes a run in a few lines.
   *
   * @param result the run
   * @return the text; each line ends with a line feed
   */
  public static String text(RunResult result) {
    StringBuilder text = new StringBuilder();
    result.flows().forEach((name, flow) -> describe(text, name, flow));
    if (result.flows().isEmpty()) {
      text.append("nothing was compared\n");
    }
    if (result.resumedFrom() != null) {
      text.append("the run was resumed: it was started at ")
          .append(result.resumedFrom())
          .append(", and objects that were compared before are not compared again\n");
    }
    if (result.stopped()) {
      text.append("the run was stopped before its end\n");
    }
    text.append(conclusion(result)).append('\n');
    return text.toString();
  }

  private static void describe(StringBuilder text, String name, FlowResult flow) {
    Tally tally = flow.tally();
    text.append(name)
        .append(
            String.format(
                Locale.ROOT,
                "\n"
                    + "  found %,d objects: %,d sources with %,d bytes, %,d objects among the"
                    + " replicas\n",
                tally.found(),
                tally.sources(),
                tally.bytes(),
                tally.replicas()));
    List<String> counts = new ArrayList<>();
    for (Verdict verdict : Verdict.values()) {
      if (tally.count(verdict) > 0) {
        counts.add(String.format(Locale.ROOT, "%s %,d", words(verdict), tally.count(verdict)));
      }
    }
    text.append("  ").append(counts.isEmpty() ? "nothing" : String.join(", ", counts)).append('\n');
    List<String> actions = new ArrayList<>();
    for (Action action : Action.values()) {
      if (action != Action.NONE && tally.count(action) > 0) {
        actions.add(String.format(Locale.ROOT, "%s %,d", words(action), tally.count(action)));
      }
    }
    if (!actions.isEmpty()) {
      text.append("  ").append(String.join(", ", actions));
      if (tally.bytesCopied() > 0) {
        text.append(String.format(Locale.ROOT, ", %,d bytes", tally.bytesCopied()));
      }
      text.append('\n');
    }
    List<String> problems = flow.problems().stream().distinct().toList();
    problems.stream()
        .limit(MAX_PROBLEMS)
        .forEach(problem -> text.append("  INCOMPLETE: ").append(problem).append('\n'));
    if (problems.size() > MAX_PROBLEMS) {
      text.append("  and ").append(problems.size() - MAX_PROBLEMS).append(" more\n");
    }
    if (tally.unaccounted() != 0) {
      text.append("  INCOMPLETE: ")
          .append(tally.unaccounted())
          .append(" objects were found and not decided about\n");
    }
  }

  private static String words(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /**
   * Describes the conclusion of a run in one sentence.
   *
   * @param result the run
   * @return the sentence, without a full stop
   */
  public static String conclusion(RunResult result) {
    Tally total = result.total();
    if (!result.isComplete()) {
      return "incomplete: some objects could not be looked up, and nothing is known about them";
    }
    if (total.unsure() > 0) {
      return String.format(
          Locale.ROOT, "%,d objects could not be looked up or compared", total.unsure());
    }
    if (total.differencesLeft() > 0) {
      return differencesLeft(total);
    }
    if (total.count(Verdict.IN_FLIGHT) > 0) {
      return String.format(
          Locale.ROOT,
          "%,d objects changed too recently to be judged: compare them again later; no other"
              + " difference remains",
          total.count(Verdict.IN_FLIGHT));
    }
    if (total.found() == 0) {
      return "no object was found";
    }
    if (total.found() == total.count(Verdict.EXCLUDED)) {
      return "no object was compared: the rules or filters apply to none of them";
    }
    long extras =
        Math.min(
            total.count(Verdict.EXTRA) - total.count(Action.DELETED), total.count(Action.KEPT));
    return extras > 0
        ? String.format(
            Locale.ROOT,
            "the replicas are equal to their sources, except %,d replicas without a source, which"
                + " their rules do not delete",
            extras)
        : "the replicas are equal to their sources";
  }

  private static String differencesLeft(Tally total) {
    // The run is complete, so the verdict is unknown only if everything is copied.
    boolean compared = total.count(Verdict.UNKNOWN) == 0;
    String text =
        compared ? "%,d differences remain" : "%,d objects may differ from their replicas";
    String queued =
        total.count(Action.QUEUED) == 0
            ? ""
            : "; %,d repairs are left to the consumer of the queue";
    return String.format(Locale.ROOT, text, total.differencesLeft())
        + String.format(Locale.ROOT, queued, total.count(Action.QUEUED));
  }

  /**
   * Describes a run as one JSON object.
   *
   * @param result the run
   * @return the JSON, on one line
   */
  public static String json(RunResult result) {
    ObjectNode json = new ObjectMapper().createObjectNode();
    json.put("complete", result.isComplete());
    json.put("stopped", result.stopped());
    if (result.resumedFrom() != null) {
      json.put("resumedFrom", result.resumedFrom().toString());
    }
    json.put("exitCode", result.exitCode());
    describe(json.putObject("total"), result.total());
    result
        .flows()
        .forEach(
            (name, flow) -> {
              ObjectNode one = json.withArray("/rules").addObject();
              one.put("name", name);
              one.put("complete", flow.isComplete());
              flow.problems().forEach(one.withArray("/problems")::add);
              describe(one, flow.tally());
            });
    return json.toString();
  }

  private static void describe(ObjectNode json, Tally tally) {
    json.put("found", tally.found());
    json.put("sources", tally.sources());
    json.put("replicas", tally.replicas());
    json.put("bytes", tally.bytes());
    for (Verdict verdict : Verdict.values()) {
      json.withObject("/verdicts").put(verdict.name(), tally.count(verdict));
    }
    for (Action action : Action.values()) {
      json.withObject("/actions").put(action.name(), tally.count(action));
    }
    json.put("bytesCopied", tally.bytesCopied());
    json.put("requests", tally.requests());
    json.put("differencesLeft", tally.differencesLeft());
    json.put("unaccounted", tally.unaccounted());
  }
}
