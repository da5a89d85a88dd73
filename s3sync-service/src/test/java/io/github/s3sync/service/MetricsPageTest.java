package io.github.s3sync.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.sqs.PollerHealth;
import io.github.s3sync.sqs.PollerHealth.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The expressions in {@code docs/metrics.md} use metrics that the service exposes. */
class MetricsPageTest {

  private static final Path PAGE = Path.of("..", "docs", "metrics.md");
  private static final Pattern NAME = Pattern.compile("s3sync_[a-z_]+[a-z]");
  private static final Pattern LABEL = Pattern.compile("[{,](fate|outcome|reason)=~?\"([^\"]+)\"");

  /**
   * Matches a set operator between two selectors with one fate each, which never match each other
   * without {@code ignoring}.
   */
  private static final Pattern TWO_FATES =
      Pattern.compile("\\{fate=[^|]*(unless|and) (?!ignoring\\(fate\\)|on\\()[^|]*\\{fate=");

  private static String page() throws IOException {
    return Files.readString(PAGE).replace("\\|", "|");
  }

  private static String exposed() {
    try (Metrics metrics = new Metrics(List.of("mirror"))) {
      Instant time = Instant.EPOCH;
      metrics.watch(
          () ->
              new PollerHealth(
                  State.RECEIVING, time, time, time, null, 0, Duration.ZERO, 1, 0, null, true));
      return metrics.text();
    }
  }

  @Test
  void page_names_areExposed() throws IOException {
    String exposed = exposed();
    List<String> names =
        NAME.matcher(page()).results().map(MatchResult::group).distinct().sorted().toList();
    assertThat(names).hasSizeGreaterThan(14);
    assertThat(names)
        .allSatisfy(name -> assertThat(exposed).containsPattern("(?m)^" + name + "[{ ]"));
  }

  @Test
  void page_labels_haveTheValues() throws IOException {
    String exposed = exposed();
    List<MatchResult> labels = LABEL.matcher(page()).results().toList();
    assertThat(labels).hasSizeGreaterThan(8);
    for (MatchResult label : labels) {
      for (String value : label.group(2).split("\\|", -1)) {
        assertThat(exposed).contains(label.group(1) + "=\"" + value + "\"");
      }
    }
  }

  @Test
  void page_setOperatorsBetweenFates_ignoreTheFate() throws IOException {
    assertThat(page().lines()).noneMatch(line -> TWO_FATES.matcher(line).find());
    assertThat("x{fate=\"a\"}[15m]) > 0 unless increase(x{fate=\"b\"}").containsPattern(TWO_FATES);
  }
}
