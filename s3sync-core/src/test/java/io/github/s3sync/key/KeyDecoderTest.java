package io.github.s3sync.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3sync.event.Bodies;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.EventReader;
import io.github.s3sync.event.EventSource;
import io.github.s3sync.event.KeyEncoding;
import io.github.s3sync.event.ObjectEvent;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
        Arguments.of("%ED%95%9C%EA%B8%80+%ED%8C%8C%EC%9D%BC.txt", "한글 파일.txt"),
        Arguments.of("%F0%9F%98%80", "😀"),
        Arguments.of("한글/😀.txt", "한글/😀.txt"),
        Arguments.of("%F4%8F%BF%BF", new String(Character.toChars(0x10FFFF))),
        Arguments.of("%EF%BF%BD", "\uFFFD"),
        Arguments.of("a//b", "a//b"),
        Arguments.of("./a", "./a"),
        Arguments.of("a/../b", "a/../b"),
        Arguments.of("/a/", "/a/"),
        Arguments.of("%2E%2E%2Fa", "../a"),
        Arguments.of("+", " "),
        Arguments.of("%4A%4F%6a%6f%70%7A", "JOjopz"),
        Arguments.of("%EF%BC%A1%EA%AF%80", "\uFF21\uABC0"),
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
        "%80", // a continuation octet without a start
        "%C0%AF", // overlong '/'
        "%E0%80%AF",
        "%F0%80%80%AF",
        "%ED%A0%80", // a surrogate, encoded
        "%ED%A0%BD%ED%B8%80", // a surrogate pair, as in CESU-8
        "%F4%90%80%80", // above U+10FFFF
        "%F8%88%80%80%80",
        "%FE",
        "%FF"
      })
  void decode_bytesThatAreNotUtf8_isRefused(String raw) {
    assertThatThrownBy(() -> FORM.decode(raw))
        .isInstanceOf(UndecodableKeyException.class)
        .hasMessage("key decodes to bytes that are not UTF-8, expected percent-encoded UTF-8");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "prefix/a b+c.txt, 8",
        "a b, 1",
        "a%20b c, 5",
        "é%C3%A9, 0",
        "보고서+2.txt, 0",
        "a+😀, 2",
        "a\"b, 1",
        "a<b, 1",
        "a>b, 1",
        "a\\b, 1",
        "a^b, 1",
        "a{b, 1",
        "a|b, 1",
        "a}b, 1",
        "100% done, 3"
      })
  void decode_keyThatWasNotEncoded_isRefused(String raw, int position) {
    for (KeyDecoder decoder : new KeyDecoder[] {FORM, KeyDecoder.of(KeyEncoding.PERCENT)}) {
      assertThatThrownBy(() -> decoder.decode(raw))
          .isInstanceOf(UndecodableKeyException.class)
          .hasMessageContaining(" at position " + position);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 9, 0x0A, 0x1F, ' ', '`', 0x7F})
  void decode_rawControlCharacter_isRefused(int c) {
    assertThatThrownBy(() -> FORM.decode("a" + (char) c))
        .isInstanceOf(UndecodableKeyException.class)
        .hasMessageContaining("position 1 ")
        .hasMessageContaining("source.keyEncoding");
    assertThatThrownBy(() -> FORM.decode("+" + (char) c))
        .isInstanceOf(UndecodableKeyException.class);
  }

  @Test
  void decode_percent_leavesAPlus() {
    KeyDecoder percent = KeyDecoder.of(KeyEncoding.PERCENT);

    assertThat(percent.decode("a+b%20c%2Bd")).isEqualTo("a+b c+d");
    assertThat(percent.decode("a+b")).isEqualTo("a+b");
    assertThatThrownBy(() -> percent.decode("100%")).isInstanceOf(UndecodableKeyException.class);
  }

  @Test
  void of_eachEncoding_isItsDecoder() {
    assertThat(KeyDecoder.of(KeyEncoding.FORM).decode("a+%2B")).isEqualTo("a +");
    assertThat(KeyDecoder.of(KeyEncoding.VERBATIM).decode("a+%2B")).isEqualTo("a+%2B");
  }

  private static ObjectEvent from(String sender, String rawKey) {
    String record =
        Bodies.record("{\"key\":" + Bodies.quoted(rawKey) + "}").replace("aws:s3", sender);
    return new EventReader().read(Bodies.records(record)).events().get(0);
  }

  @Test
  void objectOf_unknownSender_readsOnlyWhatIsTheSameEitherWay() {
    assertThat(KeyDecoder.objectOf(from("other:s3", "a/한글 {1}.txt")).key())
        .isEqualTo("a/한글 {1}.txt");
    for (String key : new String[] {"a+b", "a%20b", "100%", "+a", "%41"}) {
      assertThatThrownBy(() -> KeyDecoder.objectOf(from("other:s3", key)))
          .isInstanceOf(UndecodableKeyException.class)
          .hasMessageContaining("source.keyEncoding");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "other:s3, FORM, a b+",
    "other:s3, PERCENT, a+b+",
    "other:s3, VERBATIM, a+b%2B",
    "aws:s3, VERBATIM, a+b%2B",
    "ceph:s3, FORM, a b+",
    "minio:s3, , a b+",
    "rustfs:s3, , a b+",
    "RustFS:s3, , a b+",
    "ceph:s3, , a+b%2B",
  })
  void objectOf_configuredEncoding_comesFirst(
      String sender, @Nullable KeyEncoding configured, String key) {
    KeyDecoder decoder = configured == null ? null : KeyDecoder.of(configured);

    assertThat(KeyDecoder.objectOf(from(sender, "a+b%2B"), decoder).key()).isEqualTo(key);
  }

  @Test
  void objectOf_configuredEncoding_doesNotConcernEventBridgeAndBatchOperations() {
    ObjectEvent direct = ObjectEvent.created("src", "a+b");
    ObjectEvent bridge =
        ObjectEvent.builder(EventSource.EVENT_BRIDGE, EventKind.CREATED, "src", "a+b").build();
    ObjectEvent task =
        new EventReader()
            .read("{\"tasks\":[{\"taskId\":\"T\",\"s3Key\":\"a+b\",\"s3Bucket\":\"src\"}]}")
            .events()
            .get(0);

    assertThat(KeyDecoder.objectOf(direct, FORM).key()).isEqualTo("a+b");
    assertThat(KeyDecoder.objectOf(bridge, FORM).key()).isEqualTo("a+b");
    assertThat(KeyDecoder.objectOf(task, VERBATIM).key()).isEqualTo("a b");
  }

  @ParameterizedTest
  @ValueSource(ints = {0xD800, 0xDBFF, 0xDC00, 0xDFFF})
  void decode_halfOfASurrogatePair_isRefused(int half) {
    String raw = "ab" + (char) half + "c";

    for (KeyDecoder decoder : new KeyDecoder[] {FORM, VERBATIM}) {
      assertThatThrownBy(() -> decoder.decode(raw))
          .isInstanceOf(UndecodableKeyException.class)
          .hasMessage("key has an unpaired surrogate at position 2, expected Unicode text");
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
