package io.github.s3sync.reconcile.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeySourceTest {

  private static List<GivenKey> all(KeySource source) {
    List<GivenKey> all = new ArrayList<>();
    for (GivenKey key = source.next(); key != null; key = source.next()) {
      all.add(key);
    }
    return all;
  }

  private static InputStream in(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<GivenKey> keys(String text) {
    return all(KeySource.keys(in(text), Set.of("src")));
  }

  private static List<GivenKey> report(String text) {
    return all(KeySource.report(in(text)));
  }

  @Test
  void keys_lines_areKeysExactly() {
    assertThat(keys("\uFEFFa b+%20\n\n  x\t\r\n//\n{\n\"q\"\n한글\uD83D\uDE00\nlast"))
        .extracting(GivenKey::key)
        .containsExactly("a b+%20", "  x\t", "//", "{", "\"q\"", "한글\uD83D\uDE00", "last");
  }

  @Test
  void keys_uriOfASourceBucket_namesBucketAndKey() {
    assertThat(keys("s3://src/a/b\ns3://other/a\ns3://src/\n"))
        .containsExactly(
            GivenKey.source("src", "a/b"),
            GivenKey.source(null, "s3://other/a"),
            GivenKey.source(null, "s3://src/"));
  }

  @Test
  void keys_longestKey_isReadAndALongerOneIsNot() {
    String longest = "한".repeat(341) + "x";
    assertThat(keys(longest + "\r\n")).containsExactly(GivenKey.source(null, longest));
    assertThatThrownBy(() -> keys("a\n" + longest + "y\n"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("line 2: longer than 1024 bytes, the limit of S3 for a key");
    assertThatThrownBy(() -> keys("a\nb\n" + "x".repeat(10_000_000)))
        .hasMessageStartingWith("line 3: longer than ");
  }

  @Test
  void keys_bytesThatAreNotUtf8_areAnError() {
    byte[] bytes = {'a', '\n', (byte) 0xC3, '\n'};
    assertThatThrownBy(() -> all(KeySource.keys(new ByteArrayInputStream(bytes), Set.of())))
        .hasMessage("line 2: not UTF-8, expected a text file in UTF-8");
  }

  @Test
  void keys_inputFails_isAnErrorOfItsLine() {
    InputStream broken =
        new SequenceInputStream(
            new ByteArrayInputStream("a\n".getBytes(StandardCharsets.UTF_8)),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("injected");
              }

              @Override
              public int read(byte[] bytes, int from, int length) throws IOException {
                return read();
              }
            });
    assertThatThrownBy(() -> all(KeySource.keys(broken, Set.of())))
        .hasMessageMatching("line [12]: cannot be read: injected");
  }

  @Test
  void report_writtenByHand_needsOnlyAKey() {
    assertThat(report("{\"source\": {\"key\": \"a\\nb\"}}\n"))
        .containsExactly(GivenKey.source(null, "a\nb"));
    assertThat(report("source_key_url\na%0Ab%20+c\n"))
        .containsExactly(GivenKey.source(null, "a\nb  c"));
    assertThat(report("")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | line 1: neither a source nor a replica has a key",
        "{\"source\":{\"key\":\"a\"}}~{\"source\" | line 2: not JSON at column",
        "{\"source\":{\"key\":\"a\"}} {} | line 1: not JSON at column",
        "{\"source\":{\"key\":1}} | line 1: /source/key is 1, expected a text",
        "{\"verdict\":\"SAM\",\"source\":{\"key\":\"a\"}} | line 1: the verdict is 'SAM'",
        "{\"source\":{\"key\":\"a\"}}~[] | line 2: not a JSON object",
        "a/b | line 1: neither a JSON object nor the column names of a report",
        "verdict,source_key_url~DIFFERS | line 2: 1 columns, expected 2 as in line 1",
        "source_key_url~a%ZZ | line 2: source_key_url: ",
        "source_key_url~\"a | line 2: not CSV"
      })
  void report_badLine_isOneErrorWithItsNumber(String text, String message) {
    assertThatThrownBy(() -> report(text.replace('~', '\n')))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(message)
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400).doesNotContain("\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "source_key_url\n"})
  void report_lineWithoutEnd_isAnErrorInBoundedMemory(String start) {
    InputStream endless =
        new java.io.SequenceInputStream(
            in(start),
            new InputStream() {
              @Override
              public int read() {
                return 'x';
              }
            });
    assertThatThrownBy(() -> all(KeySource.report(endless))).hasMessageContaining("longer than");
  }
}
