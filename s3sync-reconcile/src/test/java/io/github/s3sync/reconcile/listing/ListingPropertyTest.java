package io.github.s3sync.reconcile.listing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Tests key order and ranges for arbitrary keys. */
class ListingPropertyTest {

  @Provide
  Arbitrary<String> keys() {
    Arbitrary<String> any =
        Arbitraries.integers()
            .between(1, Character.MAX_CODE_POINT)
            .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
            .list()
            .ofMaxSize(4)
            .map(ListingPropertyTest::text);
    Arbitrary<String> similar =
        Arbitraries.of("a", "b", "/", "\u0001", "\uAC00", "\uE000", "\uFF00", "\uD83D\uDE00")
            .list()
            .ofMinSize(1)
            .ofMaxSize(5)
            .map(parts -> String.join("", parts));
    return Arbitraries.oneOf(any, similar);
  }

  private static String text(List<Integer> characters) {
    StringBuilder text = new StringBuilder();
    characters.forEach(text::appendCodePoint);
    return text.toString();
  }

  @Provide
  Arbitrary<Set<String>> keySets() {
    return keys().set().ofMaxSize(60);
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void compare_anyKeys_isTheOrderOfTheirBytes(
      @ForAll("keys") String one, @ForAll("keys") String other) {
    int expected =
        Arrays.compareUnsigned(
            one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    assertThat(Integer.signum(KeyOrder.compare(one, other))).isEqualTo(Integer.signum(expected));
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void between_anyKeys_isBetweenThem(
      @ForAll("keys") String one,
      @ForAll("keys") String other,
      @ForAll("keySets") Set<String> seen) {
    SplitPoints points = new SplitPoints();
    seen.forEach(points::observe);
    int order = KeyOrder.compare(one, other);
    String low = order < 0 ? one : other;
    String high = order == 0 ? null : order < 0 ? other : one;
    String between = points.between(low, high);
    if (between != null) {
      assertThat(KeyOrder.compare(low, between)).isNegative();
      if (high != null) {
        assertThat(KeyOrder.compare(between, high)).isNegative();
      }
      String decoded = new String(between.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
      assertThat(decoded).as("valid Unicode").isEqualTo(between);
      char added = between.charAt(between.length() - 1);
      assertThat(added).as("a character of XML").isGreaterThanOrEqualTo(' ');
    }
  }

  /** Verifies that ranges split after each page contain every key once, for any page size. */
  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void next_rangesSplitAfterEachPage_haveEveryKeyOnce(
      @ForAll("keySets") Set<String> keys, @ForAll @IntRange(min = 1, max = 5) int pageSize) {
    FakePages pages = new FakePages(KeyOrder.COMPARATOR, keys.stream().map("p"::concat).toList());
    pages.pageSize = pageSize;
    SplitPoints points = new SplitPoints();
    Deque<KeyRange> ranges = new ArrayDeque<>(List.of(KeyRange.ALL));
    List<String> found = new ArrayList<>();
    while (!ranges.isEmpty()) {
      KeyRange range = ranges.remove();
      RangeListing listing = new RangeListing(pages, "p", range, new ListingTraits());
      for (List<ListedObject> page = listing.next(); !page.isEmpty(); page = listing.next()) {
        page.forEach(object -> found.add(object.key().substring(1)));
        String last = found.get(found.size() - 1);
        page.forEach(object -> points.observe(object.key().substring(1)));
        String split = points.between(last, range.upTo());
        if (split != null) {
          ranges.add(range.after(split));
          range = range.upTo(split);
          listing.endAt(split);
        }
      }
    }
    TreeSet<String> expected = new TreeSet<>(KeyOrder.COMPARATOR);
    expected.addAll(keys);
    found.sort(KeyOrder.COMPARATOR);
    assertThat(found).containsExactlyElementsOf(expected);
  }
}
