package io.github.s3sync.reconcile.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.reconcile.finding.Action;
import io.github.s3sync.reconcile.finding.Finding;
import io.github.s3sync.reconcile.finding.Verdict;
import io.github.s3sync.reconcile.input.GivenKey;
import io.github.s3sync.reconcile.input.KeySource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;

/** A report that is given back as input names the same objects. */
class ReportAsInputTest {

  private static List<GivenKey> report(String text) {
    KeySource source =
        KeySource.report(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    List<GivenKey> all = new ArrayList<>();
    for (GivenKey key = source.next(); key != null; key = source.next()) {
      all.add(key);
    }
    return all;
  }

  private static Finding finding(Verdict verdict, String key) {
    return new Finding(
        "r",
        verdict,
        new ObjectRef("src", key),
        new ObjectRef("dst", "out/" + key),
        null,
        null,
        Set.of(),
        Set.of(),
        null,
        null,
        null,
        "why, \"so\"",
        Action.NONE,
        0,
        0);
  }

  @Property(tries = 200)
  void report_ofAnyKey_hasTheKeyExactly(@ForAll @StringLength(min = 1, max = 50) String text)
      throws IOException {
    // Keys are UTF-8, in which no surrogate stands alone.
    String key = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    StringBuilder csv = new StringBuilder();
    try (JsonReport one = new JsonReport(json);
        CsvReport other = new CsvReport(csv)) {
      for (Verdict verdict : Verdict.values()) {
        one.onFinding(finding(verdict, key));
        other.onFinding(finding(verdict, key));
      }
    }
    GivenKey source = new GivenKey("src", key, "dst", "out/" + key, "r");
    GivenKey extra = new GivenKey(null, null, "dst", "out/" + key, "r");
    for (String report : List.of(json.toString(StandardCharsets.UTF_8), csv.toString())) {
      assertThat(report(report))
          .as("MISSING, DIFFERS, EXTRA, IN_FLIGHT, UNKNOWN, FAILED")
          .containsExactly(source, source, extra, source, source, source);
    }
  }
}
