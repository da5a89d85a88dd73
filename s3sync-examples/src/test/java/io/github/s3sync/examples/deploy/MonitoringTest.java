package io.github.s3sync.examples.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Alarms and dashboards use existing metrics, and are the same with both tools. */
class MonitoringTest {

  private static final String TOPIC = "arn:aws:sns:eu-west-1:111111111111:alarms";
  private static final Pattern SEARCH =
      Pattern.compile(
          "SEARCH\\('\\{s3sync,FunctionName,Reason} MetricName=\"(\\w+)\""
              + " FunctionName=\"(\\w+)\"', 'Sum', 60\\)");

  static Stream<Deployment> deployments() {
    return Deployment.TOOLS.stream().map(tool -> tool.deploy(Sample.README));
  }

  @ParameterizedTest
  @MethodSource("deployments")
  void alarms_areForWhatIsLostLateOrBroken(Deployment deployment) {
    Map<String, String> queue = Map.of("QueueName", Sample.NAME);
    Map<String, String> deadLetters = Map.of("QueueName", Sample.DEAD_LETTERS);
    Map<String, String> function = Map.of("FunctionName", Sample.NAME);

    assertThat(deployment.alarms())
        .containsExactlyInAnyOrder(
            alarm(
                "not copied",
                "AWS/SQS",
                "ApproximateNumberOfMessagesVisible",
                deadLetters,
                "Maximum",
                60,
                1,
                0),
            alarm(
                "oldest message",
                "AWS/SQS",
                "ApproximateAgeOfOldestMessage",
                queue,
                "Maximum",
                60,
                5,
                3600),
            alarm("errors", "AWS/Lambda", "Errors", function, "Sum", 300, 1, 0),
            alarm("throttles", "AWS/Lambda", "Throttles", function, "Sum", 300, 1, 0),
            alarm("failed", "s3sync", "Failed", function, "Sum", 300, 1, 0),
            alarm(
                "no rule",
                "s3sync",
                "Skipped",
                Map.of("FunctionName", Sample.NAME, "Reason", "NO_RULE"),
                "Sum",
                300,
                1,
                0),
            alarm("lag", "s3sync", "ReplicationLag", function, "p99", 300, 3, 900_000))
        .allSatisfy(
            alarm ->
                assertThat(
                        new Metric(alarm.namespace(), alarm.metric(), alarm.dimensions().keySet()))
                    .matches(Metric::exists));
  }

  private static Alarm alarm(
      String name,
      String namespace,
      String metric,
      Map<String, String> dimensions,
      String statistic,
      long period,
      long evaluationPeriods,
      double threshold) {
    return new Alarm(
        name,
        namespace,
        metric,
        dimensions,
        statistic,
        period,
        evaluationPeriods,
        "GreaterThanThreshold",
        threshold,
        "notBreaching",
        List.of());
  }

  @Test
  void alarms_withATopic_allGoThere() {
    Sample sample =
        new Sample("in/", "bdp/", "{filename}", true, TOPIC, false)
            .with(new Sample.Extras("", "", "", "", true, 12));

    assertThat(Deployment.TOOLS)
        .allSatisfy(
            tool ->
                assertThat(tool.deploy(sample).alarms())
                    .hasSize(8)
                    .allSatisfy(alarm -> assertThat(alarm.actions()).containsExactly(TOPIC)));
  }

  @Test
  void silence_ifAsked_isAnAlarmWithoutData() {
    Sample sample = Sample.README.with(new Sample.Extras("", "", "", "", true, 12));
    for (Deployment.Tool tool : Deployment.TOOLS) {
      assertThat(tool.deploy(sample).alarms())
          .contains(
              new Alarm(
                  "silence",
                  "AWS/SQS",
                  "NumberOfMessagesSent",
                  Map.of("QueueName", Sample.NAME),
                  "Sum",
                  3600,
                  12,
                  "LessThanThreshold",
                  1,
                  "breaching",
                  List.of()));
    }
  }

  @Test
  void dashboard_ofBothTools_isTheSame() {
    assertThat(new SamDeployment(Sample.README).dashboard())
        .isEqualTo(new TerraformDeployment(Sample.README).dashboard());
  }

  @Test
  void dashboard_everyMetric_exists() {
    List<Metric> shown = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (JsonNode metric : new SamDeployment(Sample.README).dashboard().findValues("metrics")) {
      metric.forEach(each -> shown.add(metric(each, values)));
    }

    assertThat(shown).allMatch(Metric::exists);
    assertThat(shown.stream().filter(metric -> metric.namespace().equals("s3sync")))
        .extracting(Metric::name)
        .containsAll(Metric.OWN);
    assertThat(shown)
        .contains(
            new Metric("s3sync", "Failed", Set.of("FunctionName", "Reason")),
            new Metric("AWS/SQS", "ApproximateAgeOfOldestMessage", Set.of("QueueName")),
            new Metric("AWS/Lambda", "Duration", Set.of("FunctionName")));
    assertThat(new TreeSet<>(values)).containsExactly(Sample.NAME, Sample.DEAD_LETTERS);
  }

  /**
   * Reads one line of a widget, and adds the values of its dimensions to {@code values}.
   *
   * @see <a href=
   *     "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html">Dashboard
   *     body structure and syntax</a>
   */
  private static Metric metric(JsonNode line, List<String> values) {
    if (line.get(0).isObject()) {
      Matcher search = SEARCH.matcher(line.get(0).get("expression").asText());
      assertThat(search.matches()).as("%s", line).isTrue();
      values.add(search.group(2));
      return new Metric("s3sync", search.group(1), Set.of("FunctionName", "Reason"));
    }
    Map<String, String> dimensions = new LinkedHashMap<>();
    for (int at = 2; at + 1 < line.size() && line.get(at).isTextual(); at += 2) {
      dimensions.put(line.get(at).asText(), line.get(at + 1).asText());
    }
    values.addAll(dimensions.values());
    assertThat(line.get(line.size() - 1).get("stat").isTextual()).as("%s", line).isTrue();
    return new Metric(line.get(0).asText(), line.get(1).asText(), dimensions.keySet());
  }

  @Test
  void exists_metricOfNobody_isFalse() {
    assertThat(
            List.of(
                new Metric("s3sync", "Copied", Set.of("FunctionName", "Reason")),
                new Metric("s3sync", "Errors", Set.of("FunctionName")),
                new Metric("AWS/Lambda", "Copied", Set.of("FunctionName")),
                new Metric("AWS/S3", "Errors", Set.of("FunctionName"))))
        .noneMatch(Metric::exists);
  }
}
