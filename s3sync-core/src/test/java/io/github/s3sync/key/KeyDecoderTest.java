package io.github.s3sync.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3sync.event.Bodies;
import io.github.s3sync.event.EventReader;
import io.github.s3sync.event.ObjectEvent;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyDecoderTest {

  private static final KeyDecoder FORM = KeyDecoder.formUrlEncoded();
  private static final KeyDecoder VERBATIM = KeyDecoder.verbatim();

  static Stream<Arguments> encoded() {
    return Stream.of(
        Arguments.of("a+b", "a b"),
        Arguments.of("a%2Bb", "a+b"),
        Arguments.of("a%2bb", "a+b"),
        Arguments.of("a%20b", "a b"),
        Arguments.of("100%25", "100%"),
        Arguments.of("a%252Bb", "a%2Bb"),
        Arguments.of("++", "  "),
        Arguments.of("in%2Fa", "in/a"),
        Arguments.of("a%00b", "a\0b"),
        Arguments.of("a%0D%0Ab", "a\r\nb"),
        Arguments.of("%22%27%60", "\"'`"),
        Arguments.of("a%26b%3Dc%3Fd%23e%3Bf", "a&b=c?d#e;f"),
        Arguments.of("*-._~!()", "*-._~!()"),
        Arguments.of("caf%C3%A9", "café"),
        Arguments.of("é", "é"),
        Arguments.of("é%C3%A9+é", "éé é"),
        Arguments.of("%ED%95%9C%EA%B8%80+%ED%8C%8C%EC%9D%BC.txt", "한글 파일.txt"),
        Arguments.of("%F0%9F%98%80", "😀"),
        Arguments.of("😀%20", "😀 "),
        Arguments.of("%F4%8F%BF%BF", new String(Character.toChars(0x10FFFF))),
        Arguments.of("%EF%BF%BD", "\uFFFD"),
        Arguments.of("a//b", "a//b"),
        Arguments.of("./a", "./a"),
        Arguments.of("a/../b", "a/../b"),
        Arguments.of("/a/", "/a/"),
        Arguments.of("%2E%2E%2Fa", "../a"),
        Arguments.of("+", " "),
        Arguments.of("", ""));
  }

  @ParameterizedTest
  @MethodSource("encoded")
  void decode_encodedKey_isTheStoredKey(String raw, String key) {
    assertThat(FORM.decode(raw)).isEqualTo(key);
  }

  @Test
  void decode_unicodeForms_stayApart() {
    assertThat(FORM.decode("%C3%A9")).isEqualTo("\u00E9").isNotEqualTo("e\u0301");
    assertThat(FORM.decode("e%CC%81")).isEqualTo("e\u0301");
    assertThat(FORM.decode("%E1%84%92%E1%85%A1%E1%86%AB")).isEqualTo("\u1112\u1161\u11AB");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1023, 1024})
  void decode_longKey_isWhole(int length) {
    assertThat(FORM.decode("%41".repeat(length))).isEqualTo("A".repeat(length));
    assertThat(FORM.decode("%EA%B0%80".repeat(length / 3)).length()).isEqualTo(length / 3);
  }

  @ParameterizedTest
  @CsvSource({
    "100%, 3",
    "100%2, 3",
    "%zz, 0",
    "%-1x, 0",
    "%u0041, 0",
    "%+1, 0",
    "a%%41, 1",
    "% 1, 0",
    "%4１, 0",
    "%٣٣, 0",
    "%4g, 0",
    "%G4, 0",
    "ab%:0, 2",
    "%@1, 0",
  })
  void decode_malformedEscape_isRefusedAtItsPosition(String raw, int position) {
    assertThatThrownBy(() -> FORM.decode(raw))
        .isInstanceOf(UndecodableKeyException.class)
        .hasMessage(
            "key has a malformed escape at position "
                + position
                + ", expected % and two hexadecimal digits");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%E9", // Latin-1
        "%C3", // cut off
        "%C3+",
        "%80", // a continuation without a beginning
        "%C0%AF", // overlong '/'
        "%E0%80%AF",
        "%F0%80%80%AF",
        "%ED%A0%80", // a surrogate, encoded
        "%ED%A0%BD%ED%B8%80", // a pair of them, as CESU-8 has it
        "%F4%90%80%80", // above U+10FFFF
        "%F8%88%80%80%80",
        "%FE",
        "%FF",
        "é%E9"
      })
  void decode_bytesThatAreNotUtf8_isRefused(String raw) {
    assertThatThrownBy(() -> FORM.decode(raw))
        .isInstanceOf(UndecodableKeyException.class)
        .hasMessage("key decodes to bytes that are not UTF-8, expected percent-encoded UTF-8");
  }

  @ParameterizedTest
  @ValueSource(ints = {0xD800, 0xDBFF, 0xDC00, 0xDFFF})
  void decode_halfOfASurrogatePair_isRefused(int half) {
    String raw = "ab" + (char) half + "c";

    for (KeyDecoder decoder : new KeyDecoder[] {FORM, VERBATIM}) {
      assertThatThrownBy(() -> decoder.decode(raw))
          .isInstanceOf(UndecodableKeyException.class)
          .hasMessage("key has half of a surrogate pair at position 2, expected Unicode text");
      assertThatThrownBy(() -> decoder.decode("%41" + (char) half))
          .isInstanceOf(UndecodableKeyException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a+b", "100%", "%E9", "a b", "é", "😀", "a//b/../", ""})
  void decode_verbatim_changesNothing(String key) {
    assertThat(VERBATIM.decode(key)).isEqualTo(key);
  }

  private static ObjectRef objectIn(String file) {
    ObjectEvent event = new EventReader().read(Bodies.file(file)).events().get(0);
    return KeyDecoder.objectOf(event);
  }

  @ParameterizedTest
  @CsvSource({
    "s3-put-origin.json, test/key",
    "s3-2.6.json, in/café + menu.txt",
    "sqs-to-lambda-sns.json, in/café + menu.txt",
    "eventbridge-created.json, in/café + 100%.txt",
    "batch-1.0.json, in/café +.txt",
    "minio-empty-object.json, in/empty + file.txt",
    "ceph-put.json, in/demo_Micheal Phillips_100%+.jpeg",
  })
  void objectOf_eachSender_decodesOnlyWhatIsEncoded(String file, String key) {
    assertThat(objectIn(file).key()).isEqualTo(key);
  }

  @Test
  void objectOf_callersOwnEvent_isNotDecoded() {
    assertThat(KeyDecoder.objectOf(ObjectEvent.created("src", "a+b%41")))
        .isEqualTo(new ObjectRef("src", "a+b%41"));
  }
}
