package io.github.s3sync.key;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;

/** Generates keys for properties. */
public final class AnyKey {

  private AnyKey() {}

  /** Generates any Unicode text, half of it from characters with a special meaning. */
  public static Arbitrary<String> unicode() {
    return Arbitraries.frequencyOf(
            Tuple.of(3, of("+% /.&=?#\"'\\{}[]*~\t\n\u0000\u0085\u2028éé")),
            Tuple.of(2, codePoints(0, 0x7F)),
            Tuple.of(1, codePoints(0x80, 0x7FF)),
            Tuple.of(1, codePoints(0x800, 0xD7FF)),
            Tuple.of(1, codePoints(0xE000, 0xFFFF)),
            Tuple.of(1, codePoints(0x10000, 0x10FFFF)))
        .list()
        .ofMaxSize(20)
        .map(parts -> String.join("", parts));
  }

  /** Generates short texts of a few characters, which often have common parts. */
  public static Arbitrary<String> similar(String characters, int most) {
    return of(characters).list().ofMaxSize(most).map(parts -> String.join("", parts));
  }

  /** Generates one of some characters, as text. */
  public static Arbitrary<String> of(String characters) {
    return Arbitraries.of(characters.codePoints().mapToObj(Character::toString).toList());
  }

  private static Arbitrary<String> codePoints(int least, int most) {
    return Arbitraries.integers().between(least, most).map(Character::toString);
  }
}
