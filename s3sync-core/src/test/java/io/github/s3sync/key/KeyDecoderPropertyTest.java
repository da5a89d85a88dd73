package io.github.s3sync.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;

/** Checks decoding for any text. */
class KeyDecoderPropertyTest {

  @Provide
  Arbitrary<String> keys() {
    return AnyKey.unicode();
  }

  /** Generates encoded text with some malformed parts. */
  @Provide
  Arbitrary<String> rawKeys() {
    Arbitrary<String> encoded = AnyKey.unicode().map(KeyDecoderPropertyTest::encode);
    return Arbitraries.frequencyOf(
            Tuple.of(8, encoded),
            Tuple.of(8, encoded.map(raw -> raw.toLowerCase(Locale.ROOT))),
            Tuple.of(4, AnyKey.unicode().map(key -> key.replace("%", ""))),
            Tuple.of(2, Arbitraries.integers().between(0, 255).map("%%%02X"::formatted)),
            Tuple.of(
                1, Arbitraries.of("%", "%4", "%G0", "%0G", "%+1", "%-1", "% 1", "%１１", "%%41")),
            Tuple.of(1, Arbitraries.of("%C0%80", "%ED%A0%80", "%F4%90%80%80", "%E2%82", "%FF")),
            Tuple.of(1, Arbitraries.of("\uD83D", "\uDE00", "\uDE00\uD83D")))
        .list()
        .ofMaxSize(8)
        .map(parts -> String.join("", parts));
  }

  private static String encode(String key) {
    return URLEncoder.encode(key, StandardCharsets.UTF_8);
  }

  @Property(tries = 4_000, edgeCases = EdgeCasesMode.NONE)
  void decode_anyText_isTheReferencesKeyOrRefused(@ForAll("rawKeys") String rawKey) {
    Optional<String> expected = ReferenceDecoder.decode(rawKey);
    Statistics.label("decodable")
        .collect(expected.isPresent())
        .coverage(
            share -> {
              share.check(true).percentage(percent -> percent > 20);
              share.check(false).percentage(percent -> percent > 20);
            });

    if (expected.isPresent()) {
      assertThat(KeyDecoder.formUrlEncoded().decode(rawKey)).isEqualTo(expected.get());
    } else {
      assertThatThrownBy(() -> KeyDecoder.formUrlEncoded().decode(rawKey))
          .isExactlyInstanceOf(UndecodableKeyException.class);
    }
  }

  @Property(tries = 4_000, edgeCases = EdgeCasesMode.NONE)
  void decode_encodedByTheJdk_isTheKey(@ForAll("keys") String key) {
    String raw = encode(key);

    assertThat(KeyDecoder.formUrlEncoded().decode(raw)).isEqualTo(key);
    assertThat(KeyDecoder.formUrlEncoded().decode(raw.replace("+", "%20"))).isEqualTo(key);
    assertThat(KeyDecoder.verbatim().decode(key)).isEqualTo(key);
  }
}
