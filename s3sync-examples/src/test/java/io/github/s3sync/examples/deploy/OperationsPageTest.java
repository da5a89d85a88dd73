package io.github.s3sync.examples.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/operations.md} contains exactly the alarms and sizes of the templates. */
class OperationsPageTest {

  private static final Path PAGE = Path.of("..", "docs", "operations.md");

  private static final Pattern METRIC = Pattern.compile("^`([\\w/]+)` `(\\w+)`");
  private static final Pattern STATISTIC = Pattern.compile("^`(\\w+)`");
  private static final Pattern THRESHOLD = Pattern.compile("^([\\d,]+)");
  private static final Pattern PERIODS = Pattern.compile("^(\\d+) × (\\d+) s$");

  @Test
  void alarms_rowsThatSayYes_areThoseOfTheTemplate() throws IOException {
    List<Row> rows =
        rows(Files.readString(PAGE), "## Alarms").stream()
            .filter(row -> row.get(1).equals("yes"))
            .map(OperationsPageTest::row)
            .toList();

    assertThat(rows)
        .containsExactlyElementsOf(
            new SamDeployment(Sample.README).alarms().stream().map(Row::of).toList());
  }

  @Test
  void alarms_rowsThatSayNo_areNotInTheTemplate() throws IOException {
    List<String> others =
        rows(Files.readString(PAGE), "## Alarms").stream()
            .filter(row -> row.get(1).equals("no"))
            .map(row -> row.get(0))
            .toList();

    assertThat(others)
        .isNotEmpty()
        .doesNotContainAnyElementsOf(
            new SamDeployment(Sample.README).alarms().stream().map(Alarm::name).toList());
  }

  @Test
  void alarms_ofTheTemplate_compareAsThePageSays() {
    assertThat(new SamDeployment(Sample.README).alarms())
        .allSatisfy(
            alarm -> {
              assertThat(alarm.comparison()).isEqualTo("GreaterThanThreshold");
              assertThat(alarm.missingData()).isEqualTo("notBreaching");
            });
  }

  @Test
  void sizes_rows_areThoseOfTheTemplate() throws IOException {
    Map<String, String> sizes = new LinkedHashMap<>();
    rows(Files.readString(PAGE), "## Sizes").forEach(row -> sizes.put(row.get(0), row.get(1)));

    Deployment deployment = new SamDeployment(Sample.README);
    assertThat(sizes)
        .containsExactlyEntriesOf(
            ordered(
                "function timeout",
                String.format(Locale.ROOT, "%,d s", deployment.function().timeoutSeconds()),
                "visibility timeout of the queue",
                String.format(Locale.ROOT, "%,d s", deployment.queue().visibilitySeconds()),
                "`maxReceiveCount`",
                String.valueOf(deployment.queue().redrive().get("maxReceiveCount")),
                "batch size",
                String.valueOf(deployment.mapping().batchSize()),
                "memory",
                String.format(Locale.ROOT, "%,d MB", deployment.function().memoryMegabytes()),
                "retention of the queue",
                days(deployment.queue().retentionSeconds()),
                "retention of the dead-letter queue",
                days(deployment.deadLetterQueue().retentionSeconds())));
  }

  private static Map<String, String> ordered(String... namesAndValues) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int at = 0; at < namesAndValues.length; at += 2) {
      map.put(namesAndValues[at], namesAndValues[at + 1]);
    }
    return map;
  }

  private static String days(long seconds) {
    return Duration.ofSeconds(seconds).toDays() + " days";
  }

  /** Returns the columns of each row of a section's table, without the header. */
  private static List<List<String>> rows(String page, String heading) {
    String section = page.split(Pattern.quote(heading + "\n"), 2)[1].split("(?m)^##", 2)[0];
    return section
        .lines()
        .filter(line -> line.startsWith("| "))
        .skip(2)
        .map(line -> Arrays.stream(line.substring(1).split("\\|", -1)).map(String::strip).toList())
        .toList();
  }

  private static Row row(List<String> columns) {
    MatchResult metric = match(METRIC, columns.get(2));
    MatchResult periods = match(PERIODS, columns.get(5));
    return new Row(
        columns.get(0),
        metric.group(1),
        metric.group(2),
        match(STATISTIC, columns.get(3)).group(1),
        Double.parseDouble(match(THRESHOLD, columns.get(4)).group(1).replace(",", "")),
        Long.parseLong(periods.group(1)),
        Long.parseLong(periods.group(2)));
  }

  private static MatchResult match(Pattern pattern, String column) {
    return pattern
        .matcher(column)
        .results()
        .findFirst()
        .orElseThrow(() -> new AssertionError("'" + column + "', expected " + pattern));
  }

  /** Describes an alarm in the table. */
  private record Row(
      String name,
      String namespace,
      String metric,
      String statistic,
      double threshold,
      long evaluationPeriods,
      long period) {

    static Row of(Alarm alarm) {
      return new Row(
          alarm.name(),
          alarm.namespace(),
          alarm.metric(),
          alarm.statistic(),
          alarm.threshold(),
          alarm.evaluationPeriods(),
          alarm.period());
    }
  }
}
