package io.github.s3sync.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

class KeyFilterPropertyTest {

  @Provide
  Arbitrary<String> keys() {
    return AnyPattern.keys();
  }

  @Provide
  Arbitrary<List<GlobPart>> globs() {
    return AnyPattern.globs();
  }

  /** Checks filters that are composed of other filters. */
  @Provide
  Arbitrary<KeyFilter> filters() {
    Arbitrary<KeyFilter> simple =
        Arbitraries.oneOf(
            AnyPattern.prefixes().map(KeyFilter::prefix),
            AnyPattern.prefixes().map(KeyFilter::suffix),
            AnyPattern.globs().map(parts -> KeyFilter.glob(GlobPart.text(parts))),
            AnyPattern.prefixes().filter(not -> !not.isEmpty()).map(KeyFilter.any()::exceptPrefix));
    return Combinators.combine(simple, simple, simple, Arbitraries.of(0, 1, 2, 3))
        .as(
            (one, two, three, way) ->
                switch (way) {
                  case 0 -> one.and(two).or(three);
                  case 1 -> one.or(two).and(three);
                  case 2 -> one.or(two.or(three));
                  default -> one.exceptPrefix("aa").or(two);
                });
  }

  @Property(tries = 3_000, edgeCases = EdgeCasesMode.NONE)
  void glob_anyGlobAndKey_acceptsWhatTryingEverythingFinds(
      @ForAll("globs") List<GlobPart> glob, @ForAll("keys") String key) {
    boolean expected = GlobPart.match(glob, key);
    Statistics.label("accepted")
        .collect(expected)
        .coverage(share -> share.check(true).percentage(percent -> percent > 5));

    assertThat(KeyFilter.glob(GlobPart.text(glob)).accepts(SourceObject.of("src", key)))
        .isEqualTo(expected);
  }

  @Property(tries = 3_000, edgeCases = EdgeCasesMode.NONE)
  void mayAcceptUnder_anyBeginningOfAnAcceptedKey_isNeverAFalseNo(
      @ForAll("filters") KeyFilter filter, @ForAll("keys") String key) {
    boolean accepted = filter.accepts(SourceObject.of("src", key));
    Statistics.label("accepted")
        .collect(accepted)
        .coverage(share -> share.check(true).percentage(percent -> percent > 20));

    for (int length = 0; accepted && length <= key.length(); length++) {
      assertThat(filter.mayAcceptUnder(key.substring(0, length))).isTrue();
    }
  }
}
