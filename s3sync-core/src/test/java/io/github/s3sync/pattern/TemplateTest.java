package io.github.s3sync.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.EventSource;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.key.ObjectRef;
import java.time.Instant;
import java.util.Random;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {

  private static final String KEY = "in/2026/report.tar.gz";

  private static ObjectEvent at(@Nullable Instant time) {
    return ObjectEvent.builder(EventSource.S3, EventKind.CREATED, "src", KEY)
        .name("ObjectCreated:Put")
        .time(time)
        .build();
  }

  private static String map(KeyMapper mapper, String key) {
    return mapper.map(
        SourceObject.of(new ObjectRef("src", key), at(Instant.parse("2026-08-31T23:30:00Z"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{key}|in/2026/report.tar.gz",
        "{path}|in/2026/",
        "{filename}|report.tar.gz",
        "{basename}|report.tar",
        "{extension}|.gz",
        "{bucket}|src",
        "{bucket}/{key}|src/in/2026/report.tar.gz",
        "bdp/{filename}|bdp/report.tar.gz",
        "{date:yyyy/MM/dd}/{filename}|2026/08/31/report.tar.gz",
        "{date:HH}|23",
        "{date:yyyy-MM-dd'T'HH}|2026-08-31T23",
        "constant|constant",
        "{{key}}|{key}",
        "{{{key}}}|{in/2026/report.tar.gz}",
        "{{|{",
        "}}|}",
        "a//b/../{filename}|a//b/../report.tar.gz",
        "$1\\{bucket}|$1\\src",
        "%41+{bucket}|%41+src",
      })
  void map_template_isFilledIn(String template, String replica) {
    assertThat(map(KeyMapper.template(template), KEY)).isEqualTo(replica);
  }

  @ParameterizedTest
  @CsvSource({
    "a, '', a, ''",
    "a.txt, '', a, .txt",
    "in/.hidden, in/, .hidden, ''",
    "in/.hidden.txt, in/, .hidden, .txt",
    "in/a., in/, a, .",
    "in.d/a, in.d/, a, ''",
    "in/, in/, '', ''",
    "/, /, '', ''",
    "in/.., in/, ., .",
    "한글/파일.문서, 한글/, 파일, .문서",
  })
  void map_partsOfAKey_areCutHere(String key, String path, String basename, String extension) {
    assertThat(map(KeyMapper.template("{path}|{basename}|{extension}"), key))
        .isEqualTo(path + "|" + basename + "|" + extension);
  }

  @Test
  void map_partsOfAnyKey_addUpToTheKey() {
    Random random = new Random(20260903);
    KeyMapper parts = KeyMapper.template("{path}{basename}{extension}");
    KeyMapper names = KeyMapper.template("{path}{filename}");
    for (int i = 0; i < 10_000; i++) {
      StringBuilder key = new StringBuilder();
      for (int left = random.nextInt(20); left > 0; left--) {
        key.append("./ab한{}".charAt(random.nextInt(7)));
      }

      assertThat(map(parts, key.toString())).isEqualTo(key.toString());
      assertThat(map(names, key.toString())).isEqualTo(key.toString());
    }
  }

  @Test
  void map_dateOfASenderWithoutTime_isUnmappable() {
    ObjectRef source = new ObjectRef("src", KEY);

    assertThatThrownBy(
            () -> KeyMapper.template("{date:yyyy}").map(SourceObject.of(source, at(null))))
        .isInstanceOf(UnmappableKeyException.class)
        .hasMessageContaining("needs the event's time");
  }

  @Test
  void map_groups_byNumberAndName() {
    Pattern pattern = Pattern.compile("in/(?<year>[0-9]{4})/(.+?)(?:\\.(tar))?\\.gz");

    assertThat(map(KeyMapper.template("{year}-{1}-{2}.{3}", pattern), KEY))
        .isEqualTo("2026-2026-report.tar");
    assertThat(map(KeyMapper.template("{0}", pattern), KEY)).isEqualTo(KEY);
    assertThat(map(KeyMapper.template("{2}/{filename}", pattern), KEY))
        .isEqualTo("report/report.tar.gz");
  }

  @Test
  void map_groupThatMatchedNothing_isUnmappable() {
    Pattern pattern = Pattern.compile("in/(x)?.*");

    assertThatThrownBy(() -> map(KeyMapper.template("{1}", pattern), KEY))
        .isInstanceOf(UnmappableKeyException.class)
        .hasMessage("the group {1} did not match any part of the key");
  }

  @Test
  void map_keyThatTheExpressionDoesNotMatch_isUnmappable() {
    Pattern pattern = Pattern.compile("in/([a-z]+)");

    assertThatThrownBy(() -> map(KeyMapper.template("{1}", pattern), KEY))
        .isInstanceOf(UnmappableKeyException.class)
        .hasMessage("key does not match 'in/([a-z]+)'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{key|has a '{' without '}'; write '{{' for the character itself",
        "a{|has a '{' without '}'; write '{{' for the character itself",
        "key}|has a '}' without '{'; write '}}' for the character itself",
        "{key}}|has a '}' without '{'; write '}}' for the character itself",
        "{date:}|has the date pattern '', which produces no text",
        "{date:yyyy-bb}|has the date pattern 'yyyy-bb': Unknown pattern letter: b",
        "{date:YYYY'}|has the date pattern 'YYYY''",
      })
  void template_malformed_namesWhatIsWrong(String template, String problem) {
    assertThatThrownBy(() -> KeyMapper.template(template))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("key template '" + template + "' " + problem);
  }

  @Test
  void template_longerThanIsRead_isRefused() {
    String deep = "{date:" + "[".repeat(4096 - 10) + "uuu}";

    assertThat(map(KeyMapper.template(deep), KEY)).isEqualTo("2026");
    assertThatThrownBy(() -> KeyMapper.template(deep + "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("key template has over 4096 characters, the maximum");
    assertThat(map(KeyMapper.flatten("{".repeat(4096)), "in/a")).isEqualTo("{".repeat(4096) + "a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{ key }", "{Key}", "{fileName}", "{1}", "{year}", "{date}"})
  void template_unknownName_saysWhichThereAre(String template) {
    assertThatThrownBy(() -> KeyMapper.template(template))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "key template '"
                + template
                + "' names "
                + template
                + ", expected {key}, {path}, {filename}, {basename}, {extension}, {bucket},"
                + " {date:...}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{2}", "{month}", "{-1}"})
  void template_unknownGroup_namesTheExpression(String template) {
    assertThatThrownBy(() -> KeyMapper.template(template, Pattern.compile("(?<year>.*)")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith(" or a group of the expression '(?<year>.*)'");
  }
}
