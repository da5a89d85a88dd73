package io.github.s3sync.reconcile.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.reconcile.RunResult;
import io.github.s3sync.reconcile.compare.FlowResult;
import io.github.s3sync.reconcile.compare.Tally;
import io.github.s3sync.reconcile.finding.Action;
import io.github.s3sync.reconcile.finding.Finding;
import io.github.s3sync.reconcile.finding.Verdict;
import io.github.s3sync.reconcile.listing.KeyRange;
import io.github.s3sync.request.ObjectState;
import io.github.s3sync.request.ReplicaAspect;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the content of reports, for keys with any characters. */
class ReportTest {

  private static Finding finding(String key) {
    return new Finding(
        "r",
        Verdict.DIFFERS,
        new ObjectRef("src", key),
        new ObjectRef("dst", "out/" + key),
        new ObjectState("e1", 3, Instant.EPOCH, "v"),
        new ObjectState("e2", 4, null, null),
        Set.of(ReplicaAspect.METADATA, ReplicaAspect.CONTENT),
        Set.of(),
        null,
        null,
        null,
        "one\ntwo",
        Action.COPIED,
        3,
        4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a b+c%2B",
        "line\nfeed\r",
        "\u0001\u007f",
        "\"quoted\",",
        "\uD83D\uDE00\uAC00"
      })
  void reports_anyKey_areOneLineAndExact(String key) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonReport report = new JsonReport(bytes)) {
      report.onFinding(finding(key));
      report.onFinding(finding("other"));
    }
    List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).hasSize(2);
    JsonNode json = new ObjectMapper().readTree(lines.get(0));
    assertThat(json.at("/source/key").textValue()).isEqualTo(key);
    assertThat(json.at("/replica/key").textValue()).isEqualTo("out/" + key);
    assertThat(json.at("/differs").toString()).isEqualTo("[\"CONTENT\",\"METADATA\"]");

    StringBuilder text = new StringBuilder();
    try (CsvReport report = new CsvReport(text)) {
      report.onFinding(finding(key));
      report.onFinding(finding("other"));
    }
    assertThat(text.toString().lines()).hasSize(3);
    List<CSVRecord> records =
        CSVFormat.RFC4180
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .build()
            .parse(new StringReader(text.toString()))
            .getRecords();
    assertThat(URLDecoder.decode(records.get(0).get("source_key_url"), StandardCharsets.UTF_8))
        .isEqualTo(key);
    assertThat(records.get(0).get("verdict")).isEqualTo("DIFFERS");
    assertThat(records.get(0).get("differs")).isEqualTo("CONTENT METADATA");
  }

  @Test
  void summary_incompleteRun_saysSo() throws IOException {
    RunResult result =
        new RunResult(
            Map.of(
                "rule 'r': s3://src/ to s3://dst/",
                new FlowResult(new Tally(), List.of(KeyRange.ALL), List.of("ACCESS_DENIED: no"))),
            false);
    assertThat(Summary.text(result))
        .contains(
            "rule 'r'", "INCOMPLETE: ACCESS_DENIED: no", "some objects could not be looked up");
    JsonNode json = new ObjectMapper().readTree(Summary.json(result));
    assertThat(json.at("/complete").booleanValue()).isFalse();
    assertThat(json.at("/exitCode").intValue()).isEqualTo(2);
    assertThat(json.at("/rules/0/problems/0").textValue()).isEqualTo("ACCESS_DENIED: no");
  }
}
