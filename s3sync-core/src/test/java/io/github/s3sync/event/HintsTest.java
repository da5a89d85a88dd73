package io.github.s3sync.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The first and last values that are accepted as hints. */
class HintsTest {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Instant NOW = Instant.parse("2026-02-01T10:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "'\"\"',",
    "'\"a\"', a",
    "'\"',",
    "a, a",
    "'~', '~'",
    "'!', '!'",
  })
  void eTag_shortestTexts_areATagOrNone(String text, @Nullable String tag) {
    assertThat(Hints.eTag(text)).isEqualTo(tag);
  }

  @Test
  void size_integers_areNotNegativeAndFitALong() {
    assertThat(Hints.size(JSON.numberNode(0))).isZero();
    assertThat(Hints.size(JSON.numberNode(-1))).isNull();
    assertThat(Hints.size(JSON.numberNode(Long.MAX_VALUE))).isEqualTo(Long.MAX_VALUE);
    assertThat(Hints.size(JSON.numberNode(BigInteger.ONE.shiftLeft(63)))).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, 0",
    "-1,",
    "5.0, 5",
    "5.5,",
    "9223372036854775807, 9223372036854775807",
    "9223372036854775808,",
    "9e18, 9000000000000000000",
    "1e19,",
    "1e999999999,",
    "1.00000000000000000000000000000000000000, 1",
    "1.000000000000000000000000000000000000000,",
  })
  void size_text_isAWholeNumberThatFitsALong(String text, @Nullable Long bytes) {
    assertThat(Hints.size(JSON.textNode(text))).isEqualTo(bytes);
  }

  @Test
  void size_decimal_isReadAsText() {
    assertThat(Hints.size(JSON.numberNode(new BigDecimal("5.0")))).isEqualTo(5);
    assertThat(Hints.size(JSON.booleanNode(true))).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "1970-01-01T00:00:00Z, true",
    "1969-12-31T23:59:59.999Z, false",
    "2026-02-02T10:00:00Z, true",
    "2026-02-02T10:00:00.001Z, false",
    "2026-02-01 10:00:00Z, true",
  })
  void time_firstAndLast_areAccepted(String text, boolean accepted) {
    assertThat(Hints.time(text, NOW) != null).isEqualTo(accepted);
  }

  @Test
  void time_longTexts_areNotParsed() {
    String spaces = " ".repeat(64 - "2026-02-01T10:00:00Z".length());
    assertThat(Hints.time("2026-02-01T10:00:00Z" + spaces, NOW)).isEqualTo(NOW);
    assertThat(Hints.time("2026-02-01T10:00:00Z" + spaces + " ", NOW)).isNull();
  }
}
