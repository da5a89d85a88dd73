package io.github.s3sync.executor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Checks that {@code docs/stores.md} matches the stored results. */
class StoresPageTest {

  private static final Path PAGE = StoreResults.FOLDER.resolveSibling("stores.md");
  private static final String START = "<!-- generated -->\n";
  private static final String END = "<!-- end of generated -->\n";

  /** The columns, with the names of their results. */
  private static final Map<String, String> STORES = new LinkedHashMap<>();

  static {
    STORES.put("the project's fake", "fake");
    STORES.put("S3Proxy 4.1", "s3proxy");
    STORES.put("S3Mock 5.2", "s3mock");
    STORES.put("Ceph RGW 16.2", "ceph");
    STORES.put("Swift 2.30 (s3api)", "swift");
  }

  @Test
  void page_isWhatTheResultsSay() throws IOException {
    String page = Files.readString(PAGE);
    int start = page.indexOf(START) + START.length();
    int end = page.indexOf(END);
    String generated = "\n" + generated() + "\n";
    if (System.getProperty("stores.write") != null) {
      Files.writeString(PAGE, page.substring(0, start) + generated + page.substring(end));
    } else {
      assertThat(page.substring(start, end))
          .as("-Dstores.write corrects the page")
          .isEqualTo(generated);
    }
  }

  @Test
  void wrongs_haveAnExplanation() throws IOException {
    for (String name : STORES.values()) {
      StoreResults results = results(name);
      Map<String, String> explanations = explanations(name);
      assertThat(explanations.keySet())
          .as("explanations of %s are of its gaps", name)
          .allMatch(
              check ->
                  results.findings().getOrDefault(check, Map.of()).values().stream()
                      .anyMatch(finding -> !finding.verdict().isWell()));
      results
          .findings()
          .forEach(
              (check, paths) -> {
                if (paths.values().stream().anyMatch(f -> f.verdict() == Verdict.WRONG)) {
                  assertThat(explanations).as("explanations of %s", name).containsKey(check);
                }
              });
    }
  }

  private static String generated() throws IOException {
    Map<String, StoreResults> stores = new LinkedHashMap<>();
    STORES.forEach((title, name) -> stores.put(title, results(name)));
    StringBuilder page = new StringBuilder(StoresPage.ofAll(stores));
    for (Map.Entry<String, String> store : STORES.entrySet()) {
      String notes = StoresPage.notes(results(store.getValue()), explanations(store.getValue()));
      if (!notes.isEmpty()) {
        page.append("\n### ").append(store.getKey()).append("\n\n").append(notes);
      }
    }
    return page.toString();
  }

  private static StoreResults results(String name) {
    return StoreResults.read(StoreResults.FOLDER.resolve(name + ".json"));
  }

  private static Map<String, String> explanations(String name) throws IOException {
    ObjectNode all =
        (ObjectNode)
            new JsonMapper()
                .readTree(Files.readString(StoreResults.FOLDER.resolve("explained.json")));
    Map<String, String> explanations = new LinkedHashMap<>();
    all.path(name)
        .properties()
        .forEach(entry -> explanations.put(entry.getKey(), entry.getValue().asText()));
    return explanations;
  }
}
