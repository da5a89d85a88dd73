package io.github.s3sync.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Checks that the examples in {@code docs/configuration.md} work and that the page names every
 * setting.
 */
class ConfigurationPageTest {

  private static final Path PAGE = Path.of("..", "docs", "configuration.md");
  private static final Pattern JSON = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);

  static List<String> examples() throws IOException {
    return JSON.matcher(Files.readString(PAGE))
        .results()
        .map((MatchResult result) -> result.group(1))
        .toList();
  }

  static Stream<String> names() {
    return Stream.of(
            Variables.KNOWN,
            RuleFields.RULE,
            RuleFields.SOURCE,
            RuleFields.EVENTS,
            DestinationFields.DESTINATION,
            DestinationFields.ROLE,
            OptionFields.OPTIONS,
            OptionFields.ENCRYPTION,
            OptionFields.OBJECT_LOCK,
            OptionFields.ACLS,
            OptionFields.CHECKSUMS,
            OptionFields.ALGORITHMS,
            OptionFields.MODES)
        .flatMap(List::stream)
        .distinct();
  }

  @Test
  void page_examples_areFound() throws IOException {
    assertThat(examples()).hasSize(5);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void page_example_isRead(String example) {
    assertThatNoException().isThrownBy(() -> new RulesReader().read(example));
  }

  @ParameterizedTest
  @MethodSource("names")
  void page_everyName_isThere(String name) throws IOException {
    assertThat(Files.readString(PAGE)).containsAnyOf("`" + name + "`", "\"" + name + "\"");
  }
}
