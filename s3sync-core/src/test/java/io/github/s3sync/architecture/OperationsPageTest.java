package io.github.s3sync.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.plan.SkipReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Checks that {@code docs/operations.md} describes what to do about every reason, and names no
 * other reason.
 */
class OperationsPageTest {

  private static final Path PAGE =
      Path.of("").toAbsolutePath().getParent().resolve("docs/operations.md");

  /** Matches a row whose first column is a reason, and captures the second column. */
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([A-Z_]+)` \\| ([^|]+) \\|");

  @Test
  void skipped_rows_areTheConstants() throws IOException {
    Stream<String> constants = Arrays.stream(SkipReason.values()).map(SkipReason::name);

    assertThat(rows(Files.readString(PAGE), "### Skipped").keySet())
        .containsExactlyElementsOf(constants.toList());
  }

  @Test
  void failed_rows_areTheConstantsAndSayWhatIsTriedAgain() throws IOException {
    Map<String, String> constants = new LinkedHashMap<>();
    for (FailureReason reason : FailureReason.values()) {
      constants.put(reason.name(), reason.retryable() ? "yes" : "no");
    }

    assertThat(rows(Files.readString(PAGE), "### Failed")).containsExactlyEntriesOf(constants);
  }

  @Test
  void rows_ofAnotherSection_areLeftOut() {
    String page =
        "### One\n\n| `A_B` | yes | x |\n\n### Two\n\n| `C` | no | y |\n| no reason | z |\n";

    assertThat(rows(page, "### One")).containsExactly(entry("A_B", "yes"));
    assertThat(rows(page, "### Two")).containsExactly(entry("C", "no"));
  }

  private static Map<String, String> rows(String page, String heading) {
    String section = page.split(Pattern.quote(heading + "\n"), 2)[1].split("(?m)^##", 2)[0];
    Map<String, String> rows = new LinkedHashMap<>();
    ROW.matcher(section).results().forEach(row -> rows.put(row.group(1), row.group(2).strip()));
    return rows;
  }
}
