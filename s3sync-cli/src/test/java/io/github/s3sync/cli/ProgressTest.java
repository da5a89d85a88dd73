package io.github.s3sync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.reconcile.Estimate;
import io.github.s3sync.reconcile.compare.Tally;
import io.github.s3sync.reconcile.finding.Action;
import io.github.s3sync.reconcile.finding.Finding;
import io.github.s3sync.reconcile.finding.Verdict;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import me.tongfei.progressbar.ProgressBar;
import org.junit.jupiter.api.Test;

/** Tests what is shown while a run works. */
class ProgressTest {

  private static final Estimate ESTIMATE =
      new Estimate(
          1500, 1000, 2000, 400, 2000, false, 4, 3, 2, 0.5, Duration.ofMinutes(3), "basis");

  private static Tally tally(long sources) {
    Map<String, Long> counters = new Tally().counters();
    counters.put("sources", sources);
    counters.put("listedSame", sources - 3);
    counters.put("action.COPIED", 2L);
    counters.put("bytesCopied", 1_234_567L);
    counters.put("verdict.FAILED", 1L);
    return Tally.of(counters);
  }

  @Test
  void line_estimatedRun_hasRateAndTimeLeft() {
    assertThat(Progress.line(tally(500), new LiveCounts(), ESTIMATE, Duration.ofSeconds(50)))
        .isEqualTo(
            "500 objects found (10 a second), 497 equal, 2 copied (1,234,567 bytes), 1 failed,"
                + " about 2 minutes left of about 2,000 objects");
  }

  @Test
  void line_noEstimateOrMoreObjectsThanEstimated_promisesNothing() {
    String line =
        "2,500 objects found (50 a second), 2,497 equal, 2 copied (1,234,567 bytes), 1 failed";
    assertThat(Progress.line(tally(2500), new LiveCounts(), null, Duration.ofSeconds(50)))
        .isEqualTo(line);
    assertThat(Progress.line(tally(2500), new LiveCounts(), ESTIMATE, Duration.ofSeconds(50)))
        .isEqualTo(line);
    assertThat(Progress.line(new Tally(), new LiveCounts(), ESTIMATE, Duration.ZERO))
        .startsWith("0 objects found");
  }

  @Test
  void bar_estimatedRun_showsShareAndCounts() {
    List<String> shown = new CopyOnWriteArrayList<>();
    try (ProgressBar bar = Progress.bar(ESTIMATE, shown::add)) {
      Progress.update(bar, tally(500), new LiveCounts());
      bar.refresh();
      assertThat(shown.get(shown.size() - 1))
          .contains("found", "25%", "500/2000", "497 equal, 2 copied (1,234,567 bytes), 1 failed");
      Progress.update(bar, tally(3000), new LiveCounts());
      bar.refresh();
      assertThat(shown.get(shown.size() - 1)).contains("100%", "3000/3000");
    }
  }

  @Test
  void bar_noEstimate_hasNoShare() {
    List<String> shown = new CopyOnWriteArrayList<>();
    try (ProgressBar bar = Progress.bar(null, shown::add)) {
      Progress.update(bar, tally(500), new LiveCounts());
      bar.refresh();
      assertThat(shown.get(shown.size() - 1)).contains("500/?", "497 equal");
    }
  }

  @Test
  void bar_objectsOfAnIncompletePage_areShownAtOnce() {
    LiveCounts live = new LiveCounts();
    for (int i = 0; i < 3; i++) {
      live.onFinding(copied(10));
    }
    List<String> shown = new CopyOnWriteArrayList<>();
    try (ProgressBar bar = Progress.bar(ESTIMATE, shown::add)) {
      Progress.update(bar, new Tally(), live);
      bar.refresh();
      assertThat(shown.get(shown.size() - 1))
          .contains("3/2000", "0 equal, 3 copied (30 bytes), 0 failed");
    }
  }

  private static Finding copied(long bytes) {
    return new Finding(
        "r",
        Verdict.MISSING,
        new ObjectRef("src", "a"),
        null,
        null,
        null,
        Set.of(),
        Set.of(),
        null,
        null,
        null,
        null,
        Action.COPIED,
        bytes,
        1);
  }

  @Test
  void statusLine_otherLines_scrollAboveIt() {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    StatusLine status = new StatusLine(out);
    status.show("one");
    status.above(() -> out.println("a finding"));
    status.show("two");
    status.clear();
    status.clear();
    out.flush();
    assertThat(text.toString())
        .isEqualTo(
            "\r\u001b[K\u001b[?7lone\u001b[?7h\r\u001b[Ka finding"
                + System.lineSeparator()
                + "\r\u001b[K\u001b[?7ltwo\u001b[?7h\r\u001b[K");
  }
}
