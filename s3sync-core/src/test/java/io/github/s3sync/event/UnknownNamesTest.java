package io.github.s3sync.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.outcome.CapturedLog;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnknownNamesTest {

  private final UnknownNames names = new UnknownNames();

  @Test
  void report_sameName_isLoggedOnce() {
    assertThat(names.report(EventSource.S3, "A:b", EventKind.UNKNOWN))
        .isEqualTo("unknown event name 'A:b' from S3; events with this name are skipped");
    assertThat(names.report(EventSource.S3, "A:b", EventKind.UNKNOWN)).isNull();
    assertThat(names.report(EventSource.CEPH, "A:b", EventKind.CREATED))
        .isEqualTo(
            "unknown event name 'A:b' from CEPH; events with this name are treated as CREATED");
  }

  @Test
  void kindOf_unknownName_isLogged() {
    EventNames.UNKNOWN.reported.clear(); // other tests may have reached the limit
    assertThat(log(() -> EventNames.kindOf(EventSource.CEPH, "ObjectCreated:OfThisTest")))
        .contains("WARN", "'ObjectCreated:OfThisTest' from CEPH", "treated as CREATED");
    assertThat(log(() -> EventNames.kindOfDetailType("Object Of This Test")))
        .contains("WARN", "'Object Of This Test' from EVENT_BRIDGE", "are skipped");
    assertThat(log(() -> EventNames.kindOf(EventSource.S3, "ObjectCreated:Put"))).isEmpty();
    assertThat(log(() -> EventNames.kindOf(EventSource.S3, "ObjectTagging:Put"))).isEmpty();
    assertThat(log(() -> EventNames.kindOfDetailType("Object Created"))).isEmpty();
  }

  private static String log(Supplier<EventKind> kind) {
    return CapturedLog.of(() -> assertThat(kind.get()).isNotNull());
  }

  @Test
  void report_manyNames_haveAnEnd() {
    List<String> lines =
        IntStream.range(0, 1_000)
            .mapToObj(i -> names.report(EventSource.S3, "A:" + i, EventKind.UNKNOWN))
            .filter(line -> line != null)
            .toList();

    assertThat(lines).hasSize(UnknownNames.MAX_NAMES + 1);
    assertThat(lines.get(UnknownNames.MAX_NAMES - 1)).startsWith("unknown event name 'A:99'");
    assertThat(lines.get(UnknownNames.MAX_NAMES))
        .isEqualTo("more than 100 unknown event names were seen; no more are reported");
  }

  @Test
  void report_nameOfAStranger_isOneShortLine() {
    assertThat(names.report(EventSource.S3, "A\n\u202E" + "x".repeat(10_000), EventKind.UNKNOWN))
        .doesNotContain("\n", "\u202E")
        .hasSizeLessThan(300);
  }
}
