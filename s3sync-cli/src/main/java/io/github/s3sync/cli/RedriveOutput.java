package io.github.s3sync.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.s3sync.cli.output.Json;
import io.github.s3sync.cli.redrive.DeadLetter;
import io.github.s3sync.cli.redrive.Fate;
import io.github.s3sync.cli.redrive.RedriveCounts;
import io.github.s3sync.cli.redrive.Redriven;
import io.github.s3sync.event.LogText;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Formats the messages and counts of a redrive. */
final class RedriveOutput {

  private static final String ROW = "%10s  %-14s  %-22s  %-16s  %s%n";
  private static final int MAX_ROWS = 50;
  private static final int MAX_CHARS = 2_000;

  private RedriveOutput() {}

  static void printLine(PrintWriter out, Redriven redriven) {
    DeadLetter letter = redriven.letter();
    StringBuilder line =
        new StringBuilder(String.format(Locale.ROOT, "%-14s ", words(redriven.fate())))
            .append(String.join(" ", letter.reasons()));
    if (!letter.rules().isEmpty()) {
      line.append(' ').append(String.join(" ", letter.rules()));
    }
    if (letter.objects().isEmpty()) {
      line.append("  message ").append(letter.message().messageId());
    } else {
      DeadLetter.SourceKey first = letter.objects().get(0);
      line.append("  s3://").append(first.bucket()).append('/').append(first.key());
      if (letter.objects().size() > 1) {
        line.append(" and ").append(letter.objects().size() - 1).append(" more");
      }
    }
    if (redriven.problem() != null) {
      line.append(": ").append(redriven.problem());
    }
    out.println(LogText.of(line.toString(), MAX_CHARS));
  }

  /** Prints the counts, the largest groups first. */
  static void printCounts(PrintWriter out, RedriveCounts counts, List<String> problems) {
    List<Map.Entry<DeadLetter.Group, Map<Fate, Long>>> groups = largestFirst(counts);
    if (!groups.isEmpty()) {
      out.printf(Locale.ROOT, ROW, "messages", "", "reason", "rule", "objects");
    }
    int rows = 0;
    for (Map.Entry<DeadLetter.Group, Map<Fate, Long>> group : groups) {
      for (Map.Entry<Fate, Long> fate : group.getValue().entrySet()) {
        if (rows++ < MAX_ROWS) {
          out.printf(
              Locale.ROOT,
              ROW,
              String.format(Locale.ROOT, "%,d", fate.getValue()),
              words(fate.getKey()),
              LogText.of(group.getKey().reason()),
              group.getKey().rule().isEmpty() ? "-" : LogText.of(group.getKey().rule()),
              group.getKey().folder().isEmpty() ? "-" : LogText.of(group.getKey().folder()));
        }
      }
    }
    if (rows > MAX_ROWS) {
      out.printf(Locale.ROOT, "and %,d more lines; --json prints all%n", rows - MAX_ROWS);
    }
    problems.forEach(problem -> out.println("INCOMPLETE: " + LogText.of(problem)));
    out.println(conclusion(counts));
    out.flush();
  }

  private static String conclusion(RedriveCounts counts) {
    StringBuilder text =
        new StringBuilder(String.format(Locale.ROOT, "%,d messages", counts.total()));
    for (Fate fate : Fate.values()) {
      if (counts.count(fate) > 0) {
        text.append(String.format(Locale.ROOT, ", %,d %s", counts.count(fate), words(fate)));
      }
    }
    return text.toString();
  }

  static String json(RedriveCounts counts, List<String> problems) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("messages", counts.total());
    for (Fate fate : Fate.values()) {
      json.withObject("/fates").put(fate.name(), counts.count(fate));
    }
    json.putArray("groups");
    for (Map.Entry<DeadLetter.Group, Map<Fate, Long>> group : largestFirst(counts)) {
      ObjectNode one = json.withArray("/groups").addObject();
      one.put("reason", group.getKey().reason());
      one.put("rule", group.getKey().rule());
      one.put("objects", group.getKey().folder());
      group.getValue().forEach((fate, count) -> one.withObject("/fates").put(fate.name(), count));
    }
    json.putArray("problems");
    problems.forEach(json.withArray("/problems")::add);
    return Json.text(json);
  }

  private static List<Map.Entry<DeadLetter.Group, Map<Fate, Long>>> largestFirst(
      RedriveCounts counts) {
    return counts.groups().entrySet().stream()
        .sorted(
            Comparator.comparingLong(
                    (Map.Entry<DeadLetter.Group, Map<Fate, Long>> group) ->
                        -group.getValue().values().stream().mapToLong(Long::longValue).sum())
                .thenComparing(group -> group.getKey().toString()))
        .toList();
  }

  private static String words(Fate fate) {
    return fate.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
