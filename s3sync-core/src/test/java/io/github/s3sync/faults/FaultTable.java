package io.github.s3sync.faults;

import io.github.s3sync.faults.Trial.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Formats the table of faults, requests and outcomes in {@code docs/reliability.md}. */
final class FaultTable {

  private static final Path PAGE = Path.of("..", "docs", "reliability.md");
  private static final String BEGIN = "<!-- FaultIT begins -->\n";
  private static final String END = "<!-- FaultIT ends -->\n";

  private FaultTable() {}

  /** The outcomes of a request with a fault, without and with retries of the SDK. */
  private record Ending(String first, String second) {}

  /** A row without its faults. */
  private record Row(String requests, Ending ending) {}

  static String of(List<Result> results) {
    Map<Row, List<String>> rows = new LinkedHashMap<>();
    for (FaultKind kind : FaultKind.values()) {
      List<Map.Entry<Ending, List<Scene>>> endings =
          endings(kind, results).entrySet().stream()
              .sorted(Comparator.comparingInt(e -> e.getValue().size()))
              .toList();
      for (Map.Entry<Ending, List<Scene>> each : endings) {
        boolean last = each == endings.get(endings.size() - 1) && !kind.isOfACondition();
        String requests = last ? "any other request" : names(each.getValue());
        rows.computeIfAbsent(new Row(requests, each.getKey()), r -> new ArrayList<>())
            .add(kind.text());
      }
    }
    StringBuilder text = new StringBuilder();
    text.append("| fault | request | without SDK retries | with SDK retries |\n");
    text.append("| --- | --- | --- | --- |\n");
    String abort = names(List.of(Scene.ABORT));
    rows.entrySet().stream()
        .sorted(Comparator.comparing(row -> row.getKey().requests().equals(abort)))
        .forEach(
            row ->
                text.append("| ")
                    .append(String.join("; ", row.getValue()))
                    .append(" | ")
                    .append(row.getKey().requests())
                    .append(" | ")
                    .append(row.getKey().ending().first())
                    .append(" | ")
                    .append(row.getKey().ending().second())
                    .append(" |\n"));
    return text.toString();
  }

  private static String names(List<Scene> scenes) {
    boolean allLooks = scenes.containsAll(Scene.LOOKS);
    return scenes.stream()
        .map(scene -> allLooks && Scene.LOOKS.contains(scene) ? "any HeadObject" : scene.text())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static Map<Ending, List<Scene>> endings(FaultKind kind, List<Result> results) {
    Map<Scene, String> without = new EnumMap<>(Scene.class);
    Map<Scene, String> with = new EnumMap<>(Scene.class);
    for (Result result : results) {
      Trial trial = result.trial();
      if (trial.kind() == kind) {
        (trial.retries() ? with : without).put(trial.scene(), result.outcome());
      }
    }
    Map<Ending, List<Scene>> endings = new LinkedHashMap<>();
    without.forEach(
        (scene, outcome) ->
            endings
                .computeIfAbsent(new Ending(outcome, with.get(scene)), e -> new ArrayList<>())
                .add(scene));
    return endings;
  }

  static String onThePage() throws IOException {
    String page = Files.readString(PAGE);
    return page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END));
  }

  static void write(String table) throws IOException {
    String page = Files.readString(PAGE);
    Files.writeString(
        PAGE,
        page.substring(0, page.indexOf(BEGIN) + BEGIN.length())
            + table
            + page.substring(page.indexOf(END)));
  }
}
