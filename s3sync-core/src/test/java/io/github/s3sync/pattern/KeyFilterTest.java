package io.github.s3sync.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyFilterTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*.txt|a.txt|true",
        "*.txt|.txt|true",
        "*.txt|a.TXT|false",
        "*.txt|in/a.txt|false",
        "*.txt|a.txt2|false",
        "in/*.txt|in/a.txt|true",
        "in/*.txt|in/b/a.txt|false",
        "in/**.txt|in/b/c/a.txt|true",
        "in/**/a|in/b/c/a|true",
        "in/**/a|in/a|false",
        "**|a//b/./c|true",
        "a//b|a/b|false",
        "a/./b|a/b|false",
        "?.txt|a.txt|true",
        "?.txt|한.txt|true",
        "?.txt|😀.txt|true",
        "?.txt|/.txt|false",
        "?.txt|ab.txt|false",
        "[abc]|b|true",
        "[abc]|d|false",
        "[a-c]|b|true",
        "[a-c]|-|false",
        "[a-]|-|true",
        "[-a]|-|true",
        "[-a]|b|false",
        "[!a]|b|true",
        "[!a]|a|false",
        "[!a]|/|false",
        "[!-_]|5|true",
        "[!-_]|-|false",
        "[!-_]|_|false",
        "[!-_]|/|false",
        "[a!]|!|true",
        "[]a]|]|true",
        "[!]a]|]|false",
        "[!]a]|b|true",
        "[\\]a]|]|true",
        "[a\\-z]|-|true",
        "[a\\-z]|m|false",
        "[a&&b]|&|true",
        "[^a]|^|true",
        "[^a]|b|false",
        "[[a]|[|true",
        "[가-힣]|한|true",
        "[😀-😂]|😁|true",
        "{a,b}.txt|b.txt|true",
        "{a,b}.txt|c.txt|false",
        "{a*,[0-9]}|abc|true",
        "{a*,[0-9]}|7|true",
        "x{,y}|x|true",
        "{a,b}x{c,d}|axd|true",
        "{a,b}x{c,d}|bxc|true",
        "{a,b}x{c,d}|axb|false",
        "{a,b}x{c,d}|axaxc|false",
        "{a,b}x{c,d}|xc|false",
        "{a,b}x{c,d}|ax|false",
        "a,b|a,b|true",
        "{a\\,b}|a,b|true",
        "a}b|a}b|true",
        "\\*|*|true",
        "\\*|a|false",
        "\\{a\\}|{a}|true",
        "\\\\|\\|true",
        "a.b|axb|false",
        "(a)+$^|(a)+$^|true",
        "a+b|a+b|true",
      })
  void glob_keys_matchAsAWhole(String glob, String key, boolean taken) {
    assertThat(KeyFilter.glob(glob).accepts(SourceObject.of("src", key))).isEqualTo(taken);
  }

  @Test
  void glob_lineBreaks_areCharactersLikeOthers() {
    assertThat(KeyFilter.glob("**.txt").accepts(SourceObject.of("src", "a\nb.txt"))).isTrue();
    assertThat(KeyFilter.glob("a?b").accepts(SourceObject.of("src", "a\nb"))).isTrue();
    assertThat(KeyFilter.glob("a").accepts(SourceObject.of("src", "a\n"))).isFalse();
  }

  @Test
  void glob_unicodeForms_stayApart() {
    assertThat(KeyFilter.glob("\u00E9*").accepts(SourceObject.of("src", "e\u0301"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[|'[' without ']'",
        "[]|'[' without ']'",
        "[!]|'[' without ']'",
        "[abc|'[' without ']'",
        "[a\\]|'[' without ']'",
        "[a-|'[' without ']'",
        "[z-a]|a range in '[]' that runs backwards",
        "{a,b|'{' without '}'",
        "{a,{b}}|'{' inside '{'",
        "a\\|'\\' at its end",
      })
  void glob_malformed_namesWhatIsWrong(String glob, String problem) {
    assertThatThrownBy(() -> KeyFilter.glob(glob))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("glob '" + glob + "' has " + problem);
  }

  @Test
  void glob_longerThanIsRead_isRefused() {
    assertThat(KeyFilter.glob("x".repeat(4096)).accepts(SourceObject.of("src", "x".repeat(4096))))
        .isTrue();
    assertThatThrownBy(() -> KeyFilter.glob("x".repeat(4097)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("glob has over 4096 characters, the maximum");
  }

  @Test
  void prefix_keys_compareCharacterByCharacter() {
    assertThat(KeyFilter.prefix("in").accepts(SourceObject.of("src", "index.html"))).isTrue();
    assertThat(KeyFilter.prefix("in/").accepts(SourceObject.of("src", "IN/a"))).isFalse();
    assertThat(KeyFilter.prefix("").accepts(SourceObject.of("src", ""))).isTrue();
  }

  @Test
  void matching_expression_mustMatchTheWholeKey() {
    KeyFilter filter = KeyFilter.matching(Pattern.compile("[a-z]+"));

    assertThat(filter.accepts(SourceObject.of("src", "abc"))).isTrue();
    assertThat(filter.accepts(SourceObject.of("src", "abc1"))).isFalse();
  }

  @Test
  void combinations_ofFilters_meanWhatTheySay() {
    KeyFilter in = KeyFilter.prefix("in/");
    KeyFilter text = KeyFilter.suffix(".txt");

    assertThat(in.and(text).accepts(SourceObject.of("src", "in/a.txt"))).isTrue();
    assertThat(in.and(text).accepts(SourceObject.of("src", "in/a"))).isFalse();
    assertThat(in.or(text).accepts(SourceObject.of("src", "out/a.txt"))).isTrue();
    assertThat(in.or(text).accepts(SourceObject.of("src", "out/a"))).isFalse();
    assertThat(in.exceptPrefix("in/tmp/").accepts(SourceObject.of("src", "in/tmp/a"))).isFalse();
    assertThat(in.exceptPrefix("in/tmp/").accepts(SourceObject.of("src", "in/tmp"))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "in/, true",
    "'', true",
    "in/a/, true",
    "i, true",
    "out/, false",
    "in/tmp/, false",
    "in/tmp/a, false",
    "in/t, true",
  })
  void mayAcceptUnder_aPrefix_isNeverAFalseNo(String prefix, boolean may) {
    assertThat(KeyFilter.prefix("in/").exceptPrefix("in/tmp/").mayAcceptUnder(prefix))
        .isEqualTo(may);
  }

  @Test
  void mayAcceptUnder_either_asksBoth() {
    KeyFilter either = KeyFilter.prefix("a/").or(KeyFilter.prefix("b/"));

    assertThat(either.mayAcceptUnder("b/c")).isTrue();
    assertThat(either.mayAcceptUnder("c/")).isFalse();
  }
}
