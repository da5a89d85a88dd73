package io.github.s3sync.executor;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Writes the tables of stores in Markdown: of one store for its run, of all stores for {@code
 * docs/stores.md}.
 */
final class StoresPage {

  private StoresPage() {}

  /** Returns the options that a rule for a store needs. */
  static String settings(StoreUnderTest store) {
    List<String> settings = new ArrayList<>();
    if (!store.tags()) {
      settings.add("tags: false");
    }
    if (!store.acls()) {
      settings.add("acl: none");
    }
    return String.join(", ", settings);
  }

  /** Returns the table of one store: a row for each check and a column for each path. */
  static String ofOne(StoreResults results) {
    StringBuilder page = new StringBuilder("| property |");
    for (CopyPath path : CopyPath.values()) {
      page.append(' ').append(path.words()).append(" |");
    }
    page.append("\n|---|").append("---|".repeat(CopyPath.values().length)).append('\n');
    for (String check : results.findings().keySet()) {
      page.append("| ").append(check).append(" |");
      for (CopyPath path : CopyPath.values()) {
        page.append(' ').append(results.of(check, path).word()).append(" |");
      }
      page.append('\n');
    }
    return page.toString();
  }

  /** Returns the table of all stores: a row for each check and a column for each store. */
  static String ofAll(Map<String, StoreResults> stores) {
    StringBuilder page = new StringBuilder("| property |");
    stores.keySet().forEach(store -> page.append(' ').append(store).append(" |"));
    page.append("\n|---|").append("---|".repeat(stores.size())).append('\n');
    for (String check : Checks.ALL.keySet()) {
      page.append("| ").append(check).append(" |");
      stores
          .values()
          .forEach(results -> page.append(' ').append(cell(results, check)).append(" |"));
      page.append('\n');
    }
    return page.toString();
  }

  /** Returns one text if all paths agree, otherwise one for each group of paths that agree. */
  private static String cell(StoreResults results, String check) {
    Map<String, Set<CopyPath>> paths = new LinkedHashMap<>();
    for (CopyPath path : CopyPath.values()) {
      paths
          .computeIfAbsent(results.of(check, path).word(), any -> EnumSet.noneOf(CopyPath.class))
          .add(path);
    }
    if (paths.size() == 1) {
      return paths.keySet().iterator().next();
    }
    return paths.entrySet().stream()
        .map(
            group ->
                group.getValue().stream().map(CopyPath::words).collect(Collectors.joining(", "))
                    + ": "
                    + group.getKey())
        .collect(Collectors.joining("; "));
  }

  /** Returns the needs and gaps of one store, as a list. */
  static String notes(StoreResults results, Map<String, String> explanations) {
    StringBuilder notes = new StringBuilder();
    if (!results.settings().isEmpty()) {
      notes.append("- Options that rules need: `").append(results.settings()).append("`.\n");
    }
    Map<String, Set<String>> workarounds = new LinkedHashMap<>();
    results
        .findings()
        .forEach(
            (check, paths) ->
                paths.values().stream()
                    .filter(finding -> finding.verdict() == Verdict.WORKED_AROUND)
                    .forEach(
                        finding ->
                            workarounds
                                .computeIfAbsent(finding.detail(), any -> new TreeSet<>())
                                .add(check)));
    workarounds.forEach(
        (operations, checks) ->
            notes
                .append("- Worked around by additional requests (`")
                .append(operations)
                .append("`): ")
                .append(
                    checks.size() > 8 ? checks.size() + " properties" : String.join(", ", checks))
                .append(".\n"));
    explanations.forEach(
        (check, why) -> notes.append("- ").append(check).append(": ").append(why).append('\n'));
    return notes.toString();
  }
}
