package io.github.s3sync.cli.page;

import io.github.s3sync.reconcile.RunResult;
import io.github.s3sync.reconcile.compare.FlowResult;
import io.github.s3sync.reconcile.compare.Tally;
import io.github.s3sync.reconcile.finding.Action;
import io.github.s3sync.reconcile.finding.Finding;
import io.github.s3sync.reconcile.finding.Verdict;
import io.github.s3sync.reconcile.report.Summary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Provides the values of the page's template. */
final class PageModel {

  /** The verdicts, the worst first. */
  private static final List<Verdict> WORST_FIRST =
      List.of(
          Verdict.DIFFERS,
          Verdict.MISSING,
          Verdict.FAILED,
          Verdict.UNKNOWN,
          Verdict.EXTRA,
          Verdict.IN_FLIGHT,
          Verdict.EXCLUDED,
          Verdict.SAME);

  private static final int MAX_FOLDERS = 25;
  private static final int MAX_RULES = 200;
  private static final int MAX_PROBLEMS = 5;

  private final Examples examples;
  private final Folders folders;
  private final RunResult result;
  private final RunFacts facts;
  private final Tally total;

  PageModel(Examples examples, Folders folders, RunResult result, RunFacts facts) {
    this.examples = examples;
    this.folders = folders;
    this.result = result;
    this.facts = facts;
    this.total = result.total();
  }

  Map<String, Object> values() {
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("command", facts.command());
    page.put("options", Words.text(facts.options()));
    page.put("began", Words.time(facts.began()));
    page.put("took", Words.duration(facts.took()));
    page.put("version", facts.version());
    page.put("resumed", result.resumedFrom() == null ? "" : Words.time(result.resumedFrom()));
    page.put("conclusion", Words.sentence(Summary.conclusion(result)));
    page.put("state", state());
    page.put("stateWord", stateWord());
    page.put("exitCode", result.exitCode());
    page.put("figures", figures());
    page.put("bar", Bar.of(WORST_FIRST, total::count));
    page.put("hasBar", total.found() > 0);
    page.put("barLabel", label());
    page.put("barWidth", (int) Bar.WIDTH);
    page.put("rules", rules());
    page.put("moreRules", more(result.flows().size(), MAX_RULES));
    page.put("folders", folderRows());
    page.put("hasFolders", folders.size() > 0);
    page.put("moreFolders", more(folders.size(), MAX_FOLDERS));
    page.put("sections", sections());
    page.put("hasSections", WORST_FIRST.stream().anyMatch(one -> examples.count(one) > 0));
    return page;
  }

  private String state() {
    return switch (result.exitCode()) {
      case RunResult.EXIT_EQUAL -> "good";
      case RunResult.EXIT_DIFFERENT -> "bad";
      default -> "open";
    };
  }

  private String stateWord() {
    return switch (result.exitCode()) {
      case RunResult.EXIT_EQUAL ->
          total.count(Verdict.IN_FLIGHT) > 0 ? "No difference found" : "Equal";
      case RunResult.EXIT_DIFFERENT -> "Different";
      default -> "Incomplete";
    };
  }

  private List<Map<String, Object>> figures() {
    List<Map<String, Object>> figures = new ArrayList<>();
    figures.add(figure("objects found", Words.number(total.found())));
    figures.add(figure("in the sources", Words.bytes(total.bytes())));
    figures.add(figure("differences left", Words.number(total.differencesLeft())));
    figures.add(figure("not compared", Words.number(total.unsure())));
    for (Action action : Action.values()) {
      if (action != Action.NONE && total.count(action) > 0) {
        figures.add(figure(Words.of(action), Words.number(total.count(action))));
      }
    }
    if (total.bytesCopied() > 0) {
      figures.add(figure("copied bytes", Words.bytes(total.bytesCopied())));
    }
    return figures;
  }

  private static Map<String, Object> figure(String name, String value) {
    return Map.of("name", name, "value", value);
  }

  private String label() {
    return WORST_FIRST.stream()
        .filter(verdict -> total.count(verdict) > 0)
        .map(verdict -> Words.number(total.count(verdict)) + " " + Words.of(verdict))
        .collect(Collectors.joining(", "));
  }

  private List<Map<String, Object>> rules() {
    List<Map<String, Object>> rules = new ArrayList<>();
    result.flows().entrySet().stream()
        .limit(MAX_RULES)
        .forEach(flow -> rules.add(rule(flow.getKey(), flow.getValue())));
    return rules;
  }

  private static Map<String, Object> rule(String name, FlowResult flow) {
    Map<String, Object> rule = new LinkedHashMap<>();
    rule.put("name", Words.text(name));
    rule.put("found", Words.number(flow.tally().found()));
    rule.put("left", Words.number(flow.tally().differencesLeft()));
    rule.put("bar", Bar.of(WORST_FIRST, flow.tally()::count));
    List<String> problems = new ArrayList<>();
    flow.problems().stream().limit(MAX_PROBLEMS).map(Words::text).forEach(problems::add);
    if (flow.problems().size() > MAX_PROBLEMS) {
      problems.add("and " + (flow.problems().size() - MAX_PROBLEMS) + " more");
    }
    rule.put("problems", problems);
    return rule;
  }

  private List<Map<String, Object>> folderRows() {
    List<Map<String, Object>> rows = new ArrayList<>();
    List<Folders.Folder> largest = folders.largest(MAX_FOLDERS);
    long most = largest.isEmpty() ? 1 : largest.get(0).total();
    for (Folders.Folder folder : largest) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("name", Words.text(folder.name()));
      row.put("count", Words.number(folder.total()));
      row.put("percent", Words.decimal(Math.max(1, 100.0 * folder.total() / most)));
      row.put("bar", Bar.of(WORST_FIRST, one -> folder.counts().getOrDefault(one, 0L)));
      rows.add(row);
    }
    return rows;
  }

  private List<Map<String, Object>> sections() {
    List<Map<String, Object>> sections = new ArrayList<>();
    for (Verdict verdict : WORST_FIRST) {
      if (examples.count(verdict) > 0) {
        sections.add(section(verdict, sections.isEmpty()));
      }
    }
    return sections;
  }

  private Map<String, Object> section(Verdict verdict, boolean isOpen) {
    List<Finding> worst = examples.worst(verdict);
    Map<String, Object> section = new LinkedHashMap<>();
    section.put("verdict", Words.of(verdict));
    section.put("class", Words.cssClass(verdict));
    section.put("count", Words.number(examples.count(verdict)));
    section.put("meaning", Words.meaning(verdict));
    section.put("isOpen", isOpen);
    section.put("isCut", worst.size() < examples.count(verdict));
    section.put("shown", Words.number(worst.size()));
    section.put("rows", worst.stream().map(ExampleRow::of).toList());
    return section;
  }

  private static String more(int number, int shown) {
    return number > shown ? Words.number(number - shown) : "";
  }
}
