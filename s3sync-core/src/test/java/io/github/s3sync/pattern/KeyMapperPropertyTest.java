package io.github.s3sync.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3sync.key.AnyKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;

/** Checks mappings for any key and any literal text. */
class KeyMapperPropertyTest {

  /** Checks that a leading dot of a name does not start an extension. */
  private static final Pattern PARTS =
      Pattern.compile(
          "(?<path>(?:.*/)?)(?<basename>[^/]+?|)(?<extension>(?<=[^/])\\.[^./]*|)", Pattern.DOTALL);

  private static final List<String> ALL_SHORT_KEYS = allKeys("ab/.", 5);

  /** Generates a part of a template: literal text, or a placeholder in braces. */
  record Piece(String text, boolean literal) {
    String written() {
      return literal ? text.replace("{", "{{").replace("}", "}}") : text;
    }

    String of(String key) {
      if (literal) {
        return text;
      }
      Matcher parts = PARTS.matcher(key);
      assertThat(parts.matches()).isTrue();
      return switch (text) {
        case "{key}" -> key;
        case "{bucket}" -> "src";
        case "{filename}" -> parts.group("basename") + parts.group("extension");
        default -> parts.group(text.substring(1, text.length() - 1));
      };
    }
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(AnyKey.unicode(), AnyKey.similar("ab/.{}$\\", 6));
  }

  @Provide
  Arbitrary<List<Piece>> templates() {
    Arbitrary<Piece> placeholder =
        Arbitraries.of("{key}", "{path}", "{filename}", "{basename}", "{extension}", "{bucket}")
            .map(name -> new Piece(name, false));
    return Arbitraries.frequencyOf(
            Tuple.of(2, placeholder), Tuple.of(1, texts().map(text -> new Piece(text, true))))
        .list()
        .ofMaxSize(5);
  }

  /**
   * Generates templates; half of them consist of parts that form the whole key, with literal text
   * anywhere.
   */
  @Provide
  Arbitrary<List<Piece>> shortTemplates() {
    Arbitrary<Piece> literal = AnyKey.similar("a/.", 2).map(text -> new Piece(text, true));
    Arbitrary<List<Piece>> any =
        Arbitraries.oneOf(
                Arbitraries.of("{key}", "{path}", "{filename}", "{basename}", "{extension}")
                    .map(name -> new Piece(name, false)),
                literal)
            .list()
            .ofMaxSize(5);
    Arbitrary<List<Piece>> wholeKeys =
        Combinators.combine(
                Arbitraries.of(
                    "{key} {bucket}", "{path} {filename}", "{path} {basename} {extension}"),
                literal.list().ofSize(4))
            .as(
                (names, literals) -> {
                  List<Piece> pieces = new ArrayList<>(literals);
                  int at = 1;
                  for (String name : names.split(" ", -1)) {
                    pieces.add(at, new Piece(name, false));
                    at += 2;
                  }
                  return pieces;
                });
    return Arbitraries.oneOf(any, wholeKeys);
  }

  @Provide
  Arbitrary<String> similarKeys() {
    return AnyKey.similar("ab//..", 5);
  }

  private static List<String> allKeys(String characters, int most) {
    List<String> keys = new ArrayList<>(List.of(""));
    for (int at = 0; keys.get(at).length() < most; at++) {
      for (int i = 0; i < characters.length(); i++) {
        keys.add(keys.get(at) + characters.charAt(i));
      }
    }
    return keys;
  }

  private static String map(KeyMapper mapper, String key) {
    return mapper.map(SourceObject.of("src", key));
  }

  private static String written(List<Piece> pieces) {
    return String.join("", pieces.stream().map(Piece::written).toList());
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void sameAndUnder_anyKey_changeNothingButTheFront(
      @ForAll("texts") String key, @ForAll("texts") String prefix) {
    assertThat(map(KeyMapper.same(), key)).isEqualTo(key);
    assertThat(map(KeyMapper.under(prefix), key)).isEqualTo(prefix + key);
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void replacePrefix_anyKey_changesItsBeginningOnly(
      @ForAll("texts") String from, @ForAll("texts") String to, @ForAll("texts") String rest) {
    KeyMapper mapper = KeyMapper.replacePrefix(from, to);

    assertThat(map(mapper, from + rest)).isEqualTo(to + rest);
    if (!rest.startsWith(from)) {
      assertThatThrownBy(() -> map(mapper, rest)).isInstanceOf(UnmappableKeyException.class);
    }
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void flatten_anyKey_keepsWhatIsBehindItsLastSlash(
      @ForAll("texts") String prefix, @ForAll("texts") String path, @ForAll("texts") String name) {
    String filename = name.replace("/", "");

    assertThat(map(KeyMapper.flatten(prefix), filename)).isEqualTo(prefix + filename);
    assertThat(map(KeyMapper.flatten(prefix), path + "/" + filename)).isEqualTo(prefix + filename);
  }

  @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
  void template_anyPieces_areWrittenOneBehindTheOther(
      @ForAll("templates") List<Piece> pieces, @ForAll("texts") String key) {
    assertThat(map(KeyMapper.template(written(pieces)), key))
        .isEqualTo(String.join("", pieces.stream().map(piece -> piece.of(key)).toList()));
  }

  @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
  void outputPrefix_anyKeyBehindAPrefix_isHowItsReplicaBegins(
      @ForAll("templates") List<Piece> pieces,
      @ForAll("similarKeys") String prefix,
      @ForAll("similarKeys") String to,
      @ForAll("similarKeys") String rest) {
    String key = prefix + rest;
    for (KeyMapper mapper :
        List.of(
            KeyMapper.template(written(pieces)),
            KeyMapper.under(to),
            KeyMapper.flatten(to),
            KeyMapper.replacePrefix(prefix, to),
            KeyMapper.replacePrefix(key, to),
            KeyMapper.replacePrefix(key.substring(0, key.length() / 2), to))) {
      assertThat(map(mapper, key)).startsWith(mapper.outputPrefix(prefix));
    }
  }

  @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
  void keepsRest_saysYes_replicaIsTheOutputPrefixAndTheRest(
      @ForAll("templates") List<Piece> pieces,
      @ForAll("similarKeys") String prefix,
      @ForAll("similarKeys") String to,
      @ForAll("similarKeys") String rest) {
    KeyMapper removed = KeyMapper.replacePrefix(prefix.substring(0, prefix.length() / 2), to);
    assertThat(removed.keepsRest(prefix)).isTrue();
    assertThat(KeyMapper.under(to).keepsRest(prefix)).isTrue();
    assertThat(KeyMapper.replacePrefix(prefix + "a", to).keepsRest(prefix)).isFalse();
    assertThat(KeyMapper.template("{key}").keepsRest(prefix)).isTrue();
    assertThat(KeyMapper.flatten(to).keepsRest(prefix)).isFalse();
    KeyMapper template = KeyMapper.template(written(pieces));
    for (KeyMapper mapper :
        List.of(template, KeyMapper.oneToOne(removed), KeyMapper.under(to), removed)) {
      if (mapper.keepsRest(prefix)) {
        assertThat(map(mapper, prefix + rest)).isEqualTo(mapper.outputPrefix(prefix) + rest);
      }
    }
  }

  @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
  void mayCollide_saysNo_twoKeysHaveTwoReplicas(@ForAll("shortTemplates") List<Piece> pieces) {
    KeyMapper mapper = KeyMapper.template(written(pieces));
    Statistics.label("may collide")
        .collect(mapper.mayCollide())
        .coverage(share -> share.check(false).percentage(percent -> percent > 20));

    if (!mapper.mayCollide()) {
      Map<String, String> replicas = new HashMap<>();
      for (String key : ALL_SHORT_KEYS) {
        String other = replicas.put(map(mapper, key), key);
        assertThat(other).as("another key with the replica of '%s'", key).isNull();
      }
    }
  }
}
