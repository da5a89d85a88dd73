package io.github.s3sync.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.key.AnyKey;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class LogTextPropertyTest {

  /** Generates any text, including unpaired surrogates. */
  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> odd =
        AnyKey.of("\n\r\u000B\f\u0085\u2028\u2029\u001b\u007f\u009b\u202e\u2066\u200f\\");
    Arbitrary<String> half = Arbitraries.chars().range('\uD800', '\uDFFF').map(String::valueOf);
    return Arbitraries.oneOf(AnyKey.unicode(), odd, half)
        .list()
        .ofMaxSize(10)
        .map(parts -> String.join("", parts));
  }

  @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
  void of_anyText_isOneLineWithoutControls(@ForAll("texts") String text) {
    assertThat(LogText.of(text))
        .doesNotContainPattern(
            "[\\p{Cc}\\p{Cs}\\x{2028}\\x{2029}\\x{202A}-\\x{202E}\\x{2066}-\\x{2069}]")
        .hasLineCount(text.isEmpty() ? 0 : 1);
  }

  @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
  void of_textToEscape_losesNothing(@ForAll("texts") String text) {
    String plain = text.replace("\\", ""); // a backslash in the text is not distinguished
    String unescaped =
        Pattern.compile("\\\\u([0-9A-F]{4})")
            .matcher(LogText.of(plain))
            .replaceAll(escape -> Character.toString(Integer.parseInt(escape.group(1), 16)));

    assertThat(unescaped).isEqualTo(plain);
  }

  @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
  void of_mostCharacters_isTheBeginning(
      @ForAll("texts") String text, @ForAll @IntRange(min = 1, max = 60) int most) {
    String cut = LogText.of(text, most);

    if (text.length() <= most) {
      assertThat(cut).isEqualTo(LogText.of(text));
    } else {
      assertThat(cut).endsWith("…").hasSizeLessThanOrEqualTo(6 * most + 1);
      assertThat(LogText.of(text)).startsWith(cut.substring(0, cut.length() - 1));
    }
    assertThat(cut)
        .doesNotContainPattern(
            "[\\p{Cc}\\p{Cs}\\x{2028}\\x{2029}\\x{202A}-\\x{202E}\\x{2066}-\\x{2069}]");
  }
}
