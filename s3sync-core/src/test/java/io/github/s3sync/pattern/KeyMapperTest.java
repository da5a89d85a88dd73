package io.github.s3sync.pattern;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.key.ObjectRef;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks the mappings that {@link KeyMapper} offers. */
class KeyMapperTest {

  private static String map(KeyMapper mapper, String key) {
    return mapper.map(SourceObject.of("src", key));
  }

  @ParameterizedTest
  @CsvSource({
    "in/a.txt, bdp/a.txt",
    "a.txt, bdp/a.txt",
    "in//a, bdp/a",
    "in/, bdp/",
    "in/한글 파일+.txt, bdp/한글 파일+.txt",
  })
  void flatten_key_keepsWhatIsBehindTheLastSlash(String key, String replica) {
    assertThat(map(KeyMapper.flatten("bdp/"), key)).isEqualTo(replica);
  }

  @Test
  void flatten_bracesInThePrefix_areLiteral() {
    assertThat(map(KeyMapper.flatten("{key}/{{"), "in/a")).isEqualTo("{key}/{{a");
  }

  @ParameterizedTest
  @CsvSource({"a", "a//b/./../c/", "/a", "é{key}", "' '"})
  void same_key_isKept(String key) {
    assertThat(map(KeyMapper.same(), key)).isEqualTo(key);
  }

  @ParameterizedTest
  @CsvSource({"x/, a, x/a", "x, a, xa", "/, /a, //a", "'', a, a", "{key}, a, {key}a"})
  void under_key_isPutBehindThePrefix(String prefix, String key, String replica) {
    assertThat(map(KeyMapper.under(prefix), key)).isEqualTo(replica);
  }

  @ParameterizedTest
  @CsvSource({
    "in/, out/, in/a, out/a",
    "in/, '', in/a, a",
    "'', out/, a, out/a",
    "in/, out/, in/in/a, out/in/a",
    "in/, out/, in/, out/",
    "a.b, $1, a.bc, $1c",
  })
  void replacePrefix_key_changesItsBeginningOnly(
      String prefix, String replacement, String key, String replica) {
    assertThat(map(KeyMapper.replacePrefix(prefix, replacement), key)).isEqualTo(replica);
  }

  @Test
  void replacePrefix_keyWithoutThePrefix_isUnmappable() {
    assertThatThrownBy(() -> map(KeyMapper.replacePrefix("in/", "out/"), "other/a"))
        .isInstanceOf(UnmappableKeyException.class)
        .hasMessage("key does not start with 'in/'");
  }

  @ParameterizedTest
  @CsvSource({"in/, out/", "in/b/, out/b/", "'', out/", "i, out/", "other/, out/"})
  void outputPrefix_ofReplacePrefix_isWhatEveryReplicaBeginsWith(String source, String output) {
    assertThat(KeyMapper.replacePrefix("in/", "out/").outputPrefix(source)).isEqualTo(output);
  }

  @Test
  void outputPrefix_ofTheOthers_isWhatEveryReplicaBeginsWith() {
    assertThat(KeyMapper.same().outputPrefix("in/")).isEqualTo("in/");
    assertThat(KeyMapper.under("x/").outputPrefix("in/")).isEqualTo("x/in/");
    assertThat(KeyMapper.flatten("bdp/").outputPrefix("in/")).isEqualTo("bdp/");
    assertThat(KeyMapper.template("a{{/{key}").outputPrefix("in/")).isEqualTo("a{/in/");
    assertThat(KeyMapper.template("a{{/{path}").outputPrefix("in/")).isEqualTo("a{/");
  }

  @ParameterizedTest
  @CsvSource({
    "{key}, false",
    "x/{key}, false",
    "{path}{filename}, false",
    "{path}x-{basename}{extension}, false",
    "x{key}y, false",
    "{filename}, true",
    "{filename}{path}, true",
    "{basename}{path}{extension}, true",
    "{filename}{key}{basename}{path}, true",
    "{path}{basename}, true",
    "{path}{extension}, true",
    "{path}, true",
    "constant, true",
    "{date:yyyy}/{filename}, true",
    "{date:yyyy}/{key}, false",
    "{bucket}/{key}, false",
  })
  void mayCollide_template_isTrueWhereAPartOfTheKeyIsLost(String template, boolean may) {
    assertThat(KeyMapper.template(template).mayCollide()).isEqualTo(may);
  }

  @Test
  void mayCollide_theOthers_onlyFlatten() {
    assertThat(KeyMapper.flatten("").mayCollide()).isTrue();
    assertThat(KeyMapper.same().mayCollide()).isFalse();
    assertThat(KeyMapper.under("x").mayCollide()).isFalse();
    assertThat(KeyMapper.replacePrefix("x", "y").mayCollide()).isFalse();
  }

  @Test
  void mayCollide_customMapping_isTrueUnlessItsAuthorVouches() {
    KeyMapper custom = source -> source.key().toLowerCase(Locale.ROOT);
    KeyMapper groups = KeyMapper.template("{1}", Pattern.compile("(.*)[0-9]"));

    assertThat(custom.mayCollide()).isTrue();
    assertThat(groups.mayCollide()).isTrue();
    assertThat(KeyMapper.oneToOne(custom).mayCollide()).isFalse();
    assertThat(KeyMapper.oneToOne(groups).mayCollide()).isFalse();
    assertThat(KeyMapper.oneToOne(custom)).isEqualTo(KeyMapper.oneToOne(custom));
    ObjectEvent event = ObjectEvent.created("src", "A1");
    assertThat(KeyMapper.oneToOne(custom).map(SourceObject.of(new ObjectRef("src", "A1"), event)))
        .isEqualTo("a1");
    assertThat(KeyMapper.oneToOne(groups).map(SourceObject.of(new ObjectRef("src", "A1"), event)))
        .isEqualTo("A");
    assertThat(KeyMapper.oneToOne(KeyMapper.under("x/")).outputPrefix("in/")).isEqualTo("x/in/");
  }

  @Test
  void toString_namedMapping_isATemplateWhereOneDoesTheSame() {
    assertThat(KeyMapper.same()).hasToString("{key}");
    assertThat(KeyMapper.under("bdp/{x}/")).hasToString("bdp/{{x}}/{key}");
    assertThat(KeyMapper.flatten("bdp/")).hasToString("bdp/{filename}");
    assertThat(KeyMapper.oneToOne(KeyMapper.flatten("bdp/"))).hasToString("bdp/{filename}");
    assertThat(KeyMapper.replacePrefix("in/", "out/")).hasToString("out/{key without 'in/'}");
  }

  @ParameterizedTest
  @CsvSource({
    "'', copy/, copy/, '', true",
    "a/, b/, b/, a/, true",
    "a/, b/, b/, c/, false",
    "'', copy/, other/, '', false",
    // The mapping back accepts only some of the replicas.
    "'', copy/, copy/x/, x/, true",
    "'', copy/, copy/x/, y/, false",
    // It accepts more than the replicas.
    "a/x/, b/x/, b/, a/, true",
    "a/x/, b/x/, b/, c/, false"
  })
  void isReversedBy_anotherPrefix_ifEachKeyIsMappedBackToItself(
      String removed, String added, String removedBack, String addedBack, boolean reversed) {
    PrefixMapper there = replacing(removed, added);
    PrefixMapper back = replacing(removedBack, addedBack);

    assertThat(there.isReversedBy(back)).isEqualTo(reversed);
  }

  private static PrefixMapper replacing(String removed, String added) {
    return requireNonNull(PrefixMapper.of(KeyMapper.replacePrefix(removed, added)));
  }
}
