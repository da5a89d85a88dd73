package io.github.s3sync.cli.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.reconcile.RunResult;
import io.github.s3sync.reconcile.compare.FlowResult;
import io.github.s3sync.reconcile.compare.Tally;
import io.github.s3sync.reconcile.finding.Action;
import io.github.s3sync.reconcile.finding.Finding;
import io.github.s3sync.reconcile.finding.UnknownReason;
import io.github.s3sync.reconcile.finding.Verdict;
import io.github.s3sync.request.ObjectState;
import io.github.s3sync.request.ReplicaAspect;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads pages with a parser, and opens them in a browser if one is installed. */
class HtmlReportIT {

  private static final String SCRIPT = "<script>document.title='run'</script>";

  private final HtmlReport report = new HtmlReport();
  private final Map<String, FlowResult> flows = new LinkedHashMap<>();
  private @Nullable Instant resumedFrom;

  private static Finding finding(Verdict verdict, String key, Action action) {
    boolean hasReplica = verdict != Verdict.MISSING;
    boolean hasSource = verdict != Verdict.EXTRA;
    Instant time = Instant.parse("2026-01-31T10:20:30Z");
    return new Finding(
        "reports",
        verdict,
        new ObjectRef("acme-exports", key),
        new ObjectRef("acme-replica", "bdp/" + key),
        hasSource ? new ObjectState("e1", 48_211_009, time, null) : null,
        hasReplica ? new ObjectState("e2", 48_210_000, time.plusSeconds(60), null) : null,
        verdict == Verdict.DIFFERS
            ? Set.of(ReplicaAspect.CONTENT, ReplicaAspect.METADATA)
            : Set.of(),
        Set.of(),
        verdict == Verdict.UNKNOWN ? UnknownReason.CONTENT_NOT_COMPARABLE : null,
        null,
        verdict == Verdict.FAILED ? FailureReason.ACCESS_DENIED : null,
        verdict == Verdict.FAILED ? "HeadObject s3://acme-replica/x: status 403" : null,
        action,
        0,
        2);
  }

  private void add(Verdict verdict, int number, String key, Action action) {
    for (int i = 0; i < number; i++) {
      report.onFinding(finding(verdict, key.formatted(i), action));
    }
  }

  /** Returns the counts of a run with a number of objects for each verdict. */
  private static Tally tally(Map<Verdict, Long> verdicts) {
    Map<String, Long> counters = new HashMap<>(new Tally().counters());
    long found = verdicts.values().stream().mapToLong(Long::longValue).sum();
    for (String sum : List.of("sources", "replicas", "pairs")) {
      counters.put(sum, found);
    }
    counters.put("bytes", found * 5_000_000);
    verdicts.forEach((verdict, number) -> counters.put("verdict." + verdict, number));
    counters.put("differencesLeft", sum(verdicts, Verdict.DIFFERS, Verdict.MISSING, Verdict.EXTRA));
    counters.put("unsure", sum(verdicts, Verdict.UNKNOWN, Verdict.FAILED));
    return Tally.of(counters);
  }

  private static long sum(Map<Verdict, Long> verdicts, Verdict... of) {
    return Stream.of(of).mapToLong(verdict -> verdicts.getOrDefault(verdict, 0L)).sum();
  }

  private void flow(String name, long same, Map<Verdict, Long> verdicts, List<String> problems) {
    Map<Verdict, Long> all = new HashMap<>(verdicts);
    all.put(Verdict.SAME, same);
    flows.put(name, new FlowResult(tally(all), List.of(), problems));
  }

  private String html() {
    StringWriter out = new StringWriter();
    report.write(
        out,
        new RunResult(flows, false, resumedFrom, RunResult.CheckpointState.NONE),
        new RunFacts(
            "verify",
            "--level head --report audit.html",
            Instant.parse("2026-02-01T04:00:00Z"),
            Duration.ofSeconds(754),
            "s3sync 0.1.0"));
    return out.toString();
  }

  private static Document parsed(String html) {
    Parser parser = Parser.htmlParser().setTrackErrors(50);
    Document page = Jsoup.parse(html, "", parser);
    assertThat(parser.getErrors()).as("well-formed").isEmpty();
    return page;
  }

  private void plant() {
    add(Verdict.DIFFERS, 37, "exports/2026-01/part-%05d.parquet", Action.NONE);
    add(Verdict.DIFFERS, 2, "exports/한글 보고서/%d.csv", Action.NONE);
    add(Verdict.MISSING, 412, "exports/2026-02/part-%05d.parquet", Action.NONE);
    add(Verdict.FAILED, 3, "secret/%d", Action.NONE);
    add(Verdict.UNKNOWN, 58, "video/raw/%d.mp4", Action.NONE);
    add(Verdict.EXTRA, 9, "old/archive/%d", Action.NONE);
    add(Verdict.IN_FLIGHT, 21, "exports/2026-02/live-%d", Action.NONE);
    flow(
        "rule 'reports': s3://acme-exports/exports/ to s3://acme-replica/bdp/exports/",
        1_204_118,
        Map.of(
            Verdict.DIFFERS,
            39L,
            Verdict.MISSING,
            412L,
            Verdict.IN_FLIGHT,
            21L,
            Verdict.EXCLUDED,
            880L),
        List.of());
    flow(
        "rule 'video': s3://acme-exports/video/ to s3://acme-replica/video/",
        311,
        Map.of(Verdict.UNKNOWN, 58L, Verdict.EXTRA, 9L, Verdict.FAILED, 3L),
        List.of("ACCESS_DENIED: ListObjectsV2 s3://acme-replica/video/: status 403"));
  }

  @Test
  void page_countsExamplesAndChart_areThoseOfTheRun() {
    plant();
    Document page = parsed(html());
    assertThat(page.title()).isEqualTo("s3sync verify: Incomplete");
    assertThat(page.select(".pill").text()).isEqualTo("Incomplete");
    assertThat(page.select("svg.large").attr("aria-label"))
        .isEqualTo(
            "39 different, 412 missing, 3 failed, 58 unknown, 9 extra, 21 in flight, 880 excluded,"
                + " 1,204,429 equal");
    double width =
        page.select("svg.large rect").stream()
            .mapToDouble(r -> Double.parseDouble(r.attr("width")))
            .sum();
    assertThat(width).isBetween(999.5, 1000.5);
    assertThat(page.select("details summary").eachText())
        .as("the worst first")
        .containsExactly(
            "different: 39",
            "missing: 412",
            "failed: 3",
            "unknown: 58",
            "extra: 9",
            "in flight: 21");
    Element missing = page.select("details").get(1);
    assertThat(missing.select("tbody tr")).hasSize(Examples.MAX);
    assertThat(missing.text()).contains("The worst 100 of 412 are shown.");
    assertThat(page.text())
        .contains("ACCESS_DENIED: ListObjectsV2 s3://acme-replica/video/", "exports/한글 보고서/0.csv")
        .contains("--level head", "12 min 34 s", "48,211,009 bytes, 2026-01-31 10:20:30 UTC");
    Element folders = page.select("section[aria-labelledby=folders]").get(0);
    assertThat(folders.select("tbody tr").eachText().get(0))
        .contains("s3://acme-exports/exports/2026-02/", "433");
  }

  @Test
  void page_isCompleteInItself() {
    plant();
    String html = html();
    Document page = parsed(html);
    assertThat(page.select("script, iframe, object, embed, link[rel=stylesheet], [src], form"))
        .isEmpty();
    assertThat(page.select("[href]").eachAttr("href")).containsExactly("data:,");
    assertThat(html).doesNotContain("http://", "url(", "@import").doesNotContain("https://");
    assertThat(page.select("meta[http-equiv=Content-Security-Policy]").attr("content"))
        .startsWith("default-src 'none'");
  }

  @Test
  void page_canBeReadByEverybody() {
    plant();
    Document page = parsed(html());
    assertThat(page.select("html").attr("lang")).isEqualTo("en");
    assertThat(page.select("main h1")).hasSize(1);
    assertThat(page.select("svg:not([aria-label]), th:not([scope])")).isEmpty();
    assertThat(page.select("meta[name=viewport]")).hasSize(1);
    assertThat(page.select("style").html())
        .contains("prefers-color-scheme: dark", "@media (max-width");
    for (Element labelled : page.select("[aria-labelledby]")) {
      assertThat(page.getElementById(labelled.attr("aria-labelledby"))).isNotNull();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        SCRIPT,
        "\"><img src=x onerror=alert(1)>",
        "'/><svg onload=alert(1)>",
        "</title></style></td></bdi>{{{command}}}{{/rows}}",
        "&lt;b&gt;&amp;",
        "javascript:alert(1)"
      })
  void page_hostileText_isShownAsItIs(String text) {
    ObjectRef object = new ObjectRef(text, text);
    Finding plain = finding(Verdict.DIFFERS, "a", Action.NONE);
    report.onFinding(
        new Finding(
            text,
            Verdict.DIFFERS,
            object,
            object,
            plain.sourceState(),
            null,
            Set.of(),
            Set.of(),
            null,
            null,
            null,
            text,
            Action.FAILED,
            0,
            0));
    flow("rule " + text, 1, Map.of(Verdict.DIFFERS, 1L), List.of("problem " + text));
    Document page = parsed(html());
    assertThat(page.title()).isEqualTo("s3sync verify: Incomplete");
    assertThat(page.select("details bdi.key").get(0).wholeText())
        .isEqualTo("s3://" + text + "/" + text);
    assertThat(page.select("td > bdi").get(0).wholeText()).isEqualTo("rule " + text);
    assertThat(page.select("details td div bdi").get(0).wholeText()).isEqualTo(text);
    assertThat(page.select("script, img, [onerror], [onload]")).isEmpty();
  }

  @Test
  void page_controlAndDirectionCharacters_areEscaped() {
    String key = "in/\u202Egpj.exe\u0000\u0007\n\u2066\u2028\uD800";
    report.onFinding(finding(Verdict.DIFFERS, key, Action.NONE));
    flow("r", 0, Map.of(Verdict.DIFFERS, 1L), List.of());
    String shown = parsed(html()).select("details bdi.key").get(0).wholeText();
    assertThat(shown)
        .isEqualTo("s3://acme-exports/in/\\u202Egpj.exe\\u0000\\u0007\\u000A\\u2066\\u2028\\uD800");
  }

  @Test
  void page_manyFindings_isBounded() {
    String worst = "<".repeat(1_000);
    List<Verdict> verdicts = List.of(Verdict.values());
    for (int i = 0; i < 20_000; i++) {
      String key = i + "/" + i + "/" + (i < 300 ? worst : "k");
      report.onFinding(finding(verdicts.get(i % verdicts.size()), key, Action.NONE));
    }
    for (int i = 0; i < 1_000; i++) {
      flow("rule " + i, 1, Map.of(Verdict.DIFFERS, 1L), List.of());
    }
    String html = html();
    assertThat(html.length()).isLessThan(4_000_000);
    assertThat(html).contains("and 800 more", "and 976 more folders");
    assertThat(parsed(html).select("details tbody tr")).hasSize(8 * Examples.MAX);
  }

  @Test
  void page_failedRepairs_areShownFirst() {
    add(Verdict.DIFFERS, 200, "a/%03d", Action.COPIED);
    add(Verdict.DIFFERS, 1, "z/left", Action.NONE);
    add(Verdict.DIFFERS, 1, "z/failed", Action.FAILED);
    flow("r", 0, Map.of(Verdict.DIFFERS, 202L), List.of());
    assertThat(parsed(html()).select("details tr td:first-child bdi").eachText())
        .startsWith(
            "s3://acme-exports/z/failed", "s3://acme-exports/z/left", "s3://acme-exports/a/000");
  }

  @Test
  void page_equalBuckets_haveNoExamples() {
    flow("r", 10, Map.of(), List.of());
    Document page = parsed(html());
    assertThat(page.select(".pill").text()).isEqualTo("Equal");
    assertThat(page.select("h1").text()).isEqualTo("The replicas are equal to their sources");
    assertThat(page.select("details, section[aria-labelledby=folders]")).isEmpty();
  }

  @Test
  void page_resumedRun_saysWhichPartItShows() {
    plant();
    assertThat(parsed(html()).text()).doesNotContain("Resumes the run");
    resumedFrom = Instant.parse("2026-01-31T23:00:00Z");
    assertThat(parsed(html()).select("header").text())
        .contains("Resumes the run of 2026-01-31 23:00:00 UTC.");
  }

  @Test
  void page_nothingFound_isWellFormed() {
    assertThat(parsed(html()).select("svg")).isEmpty();
  }

  @Test
  void page_browser_readsItAsTheParserDoes(@TempDir Path folder)
      throws IOException, InterruptedException {
    plant();
    report.onFinding(finding(Verdict.DIFFERS, SCRIPT, Action.NONE));
    Path page = folder.resolve("report.html");
    Files.writeString(page, html(), StandardCharsets.UTF_8);
    Document expected = parsed(html());
    Optional<Browser> browser = Browser.find();
    if (browser.isPresent()) {
      Document seen = Jsoup.parse(browser.get().dom(page, folder));
      assertThat(seen.title()).isEqualTo(expected.title());
      assertThat(seen.select("main").text()).isEqualTo(expected.select("main").text());
      assertThat(seen.select("script")).isEmpty();
      String pictures = System.getProperty("report.pictures");
      if (pictures != null) {
        Files.copy(page, Path.of(pictures, "report.html"), StandardCopyOption.REPLACE_EXISTING);
        browser.get().picture(page, Path.of(pictures), "wide.png", 1280, 1800);
        browser.get().picture(page, Path.of(pictures), "narrow.png", 500, 2400);
      }
    }
  }
}
