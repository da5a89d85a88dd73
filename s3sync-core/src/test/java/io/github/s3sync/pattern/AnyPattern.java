package io.github.s3sync.pattern;

import io.github.s3sync.key.AnyKey;
import io.github.s3sync.pattern.GlobPart.Either;
import io.github.s3sync.pattern.GlobPart.Literal;
import io.github.s3sync.pattern.GlobPart.One;
import io.github.s3sync.pattern.GlobPart.OneOf;
import io.github.s3sync.pattern.GlobPart.Run;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Generates keys, globs and prefixes of few characters, so that they often overlap. */
public final class AnyPattern {

  private static final String CHARACTERS = "aab//.-*?[]{},\\!^$&\n한😀";

  private AnyPattern() {}

  public static Arbitrary<String> keys() {
    return AnyKey.similar(CHARACTERS, 7);
  }

  public static Arbitrary<String> prefixes() {
    return AnyKey.similar("aab/", 4);
  }

  public static Arbitrary<List<GlobPart>> globs() {
    Arbitrary<GlobPart> either =
        parts(simplePart(), 3).list().ofMinSize(1).ofMaxSize(3).map(Either::new);
    return parts(Arbitraries.frequencyOf(Tuple.of(6, simplePart()), Tuple.of(1, either)), 6);
  }

  private static Arbitrary<GlobPart> simplePart() {
    Arbitrary<Integer> character = Arbitraries.of(CHARACTERS.codePoints().boxed().toList());
    Arbitrary<List<Integer>> range =
        Combinators.combine(character, character)
            .as((one, other) -> List.of(Math.min(one, other), Math.max(one, other)));
    return Arbitraries.frequencyOf(
        Tuple.of(4, character.map(Literal::new)),
        Tuple.of(2, Arbitraries.just(new One())),
        Tuple.of(3, Arbitraries.of(true, false).map(Run::new)),
        Tuple.of(
            2,
            Combinators.combine(Arbitraries.of(true, false), range.list().ofMinSize(1).ofMaxSize(3))
                .as(OneOf::new)));
  }

  private static Arbitrary<List<GlobPart>> parts(Arbitrary<GlobPart> part, int most) {
    return part.list().ofMaxSize(most).map(AnyPattern::withoutStarsInARow);
  }

  private static List<GlobPart> withoutStarsInARow(List<GlobPart> parts) {
    List<GlobPart> kept = new ArrayList<>();
    for (GlobPart part : parts) {
      if (!(part instanceof Run) || kept.isEmpty() || !(kept.get(kept.size() - 1) instanceof Run)) {
        kept.add(part);
      }
    }
    return kept;
  }
}
