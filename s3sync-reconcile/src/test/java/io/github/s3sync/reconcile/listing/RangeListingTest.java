package io.github.s3sync.reconcile.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3sync.plan.FailureReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the listing of a range, for stores that list correctly and for other stores. */
class RangeListingTest {

  private static final String[] TEN =
      IntStream.range(0, 10).mapToObj(i -> "p/" + i).toArray(String[]::new);

  private final ListingTraits traits = new ListingTraits();

  private List<String> keys(FakePages pages, KeyRange range) {
    return keys(pages, "p/", range);
  }

  private List<String> keys(PageSource pages, String prefix, KeyRange range) {
    RangeListing listing = new RangeListing(pages, prefix, range, traits);
    List<String> keys = new ArrayList<>();
    for (List<ListedObject> page = listing.next(); !page.isEmpty(); page = listing.next()) {
      page.forEach(object -> keys.add(object.key()));
    }
    return keys;
  }

  private void assertBroken(FakePages pages, String message) {
    assertThatThrownBy(() -> keys(pages, KeyRange.ALL))
        .isInstanceOfSatisfying(
            ListingException.class,
            e -> assertThat(e.reason()).isEqualTo(FailureReason.NOT_SUPPORTED))
        .hasMessageContaining(message);
  }

  @Test
  void next_wholePrefix_hasEachKeyOnceAndNoOther() {
    FakePages pages = new FakePages("o", "p", "p/", "p/a", "p/b", "p/c", "p/d", "p0", "q");
    assertThat(keys(pages, KeyRange.ALL)).containsExactly("p/", "p/a", "p/b", "p/c", "p/d");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 10, 1000})
  void next_range_hasItsEndAndNotItsStart(int pageSize) {
    FakePages pages = new FakePages(TEN);
    pages.pageSize = pageSize;
    assertThat(keys(pages, new KeyRange("2", "5"))).containsExactly("p/3", "p/4", "p/5");
    assertThat(keys(pages, new KeyRange(null, "1"))).containsExactly("p/0", "p/1");
    assertThat(keys(pages, new KeyRange("7", null))).containsExactly("p/8", "p/9");
    assertThat(keys(pages, new KeyRange("21", "29"))).isEmpty();
    assertThat(Set.copyOf(pages.prefixes)).containsExactly("p/");
  }

  @Test
  void next_emptyPrefix_isAskedForTwice() {
    FakePages pages = new FakePages("a");
    assertThat(keys(pages, KeyRange.ALL)).isEmpty();
    assertThat(pages.requests).hasValue(2);
  }

  @Test
  void next_emptyAnswerForABucketWithKeys_isNotBelievedAtOnce() {
    FakePages pages = new FakePages(TEN);
    pages.changes.put(1, page -> new ListingPage(List.of(), false, null));
    assertThat(keys(pages, KeyRange.ALL)).containsExactly(TEN);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void next_listingThatEndsTooEarly_isContinued(int request) {
    FakePages pages = new FakePages(TEN);
    pages.changes.put(request, page -> new ListingPage(page.objects(), false, null));
    assertThat(keys(pages, KeyRange.ALL)).containsExactly(TEN);
    assertThat(keys(new FakePages(TEN), new KeyRange("1", null))).hasSize(8);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void next_listingThatDoesNotSayHowItGoesOn_isContinued(int request) {
    FakePages pages = new FakePages(TEN);
    pages.changes.put(request, page -> new ListingPage(page.objects(), true, null));
    assertThat(keys(pages, KeyRange.ALL)).containsExactly(TEN);
  }

  @Test
  void next_emptyPageThatIsTruncated_isNoEnd() {
    FakePages pages = new FakePages(TEN);
    pages.changes.put(2, page -> new ListingPage(List.of(), true, "p/2"));
    assertThat(keys(pages, KeyRange.ALL)).containsExactly(TEN);
  }

  @Test
  void next_emptyPageThatContinuesWithItself_fails() {
    FakePages pages = new FakePages(TEN);
    for (int request = 2; request < 100; request++) {
      pages.changes.put(request, page -> new ListingPage(List.of(), true, "p/2"));
    }
    assertBroken(pages, "continues with itself");
  }

  @Test
  void next_emptyPagesWithoutEnd_fail() {
    FakePages pages = new FakePages(TEN);
    for (int request = 2; request < 2_000; request++) {
      String token = "p/2" + request;
      pages.changes.put(request, page -> new ListingPage(List.of(), true, token));
    }
    assertBroken(pages, "empty pages");
  }

  @Test
  void next_truncatedWithoutKeysAndToken_fails() {
    FakePages pages = new FakePages(TEN);
    pages.changes.put(1, page -> new ListingPage(List.of(), true, null));
    assertBroken(pages, "neither new keys nor a token");
  }

  @Test
  void next_repeatedPage_fails() {
    FakePages pages = new FakePages(TEN);
    pages.changes.put(
        2,
        page ->
            new ListingPage(
                List.of(
                    new ListedObject("p/0", 1, "e", null), new ListedObject("p/1", 1, "e", null)),
                true,
                "p/2"));
    assertBroken(pages, "expected keys in the order of their UTF-8 bytes");
  }

  @Test
  void next_keyOutsideThePrefix_fails() {
    FakePages pages = new FakePages(TEN);
    pages.changes.put(
        1, page -> new ListingPage(List.of(new ListedObject("x", 1, "e", null)), false, null));
    assertBroken(pages, "does not begin with the prefix");
  }

  @Test
  void next_storeThatOrdersByUtf16_fails() {
    FakePages pages =
        new FakePages(Comparator.naturalOrder(), List.of("p/\uFF00", "p/\uD83D\uDE00", "p/a"));
    assertBroken(pages, "expected keys in the order of their UTF-8 bytes");
  }

  /**
   * Tests a store with folders, which lists the content of a folder before the siblings of the
   * folder.
   */
  @Test
  void next_storeThatOrdersByFolder_fails() {
    Comparator<String> byFolder = Comparator.comparing(key -> key.replace('/', '\u0001'));
    FakePages pages = new FakePages(byFolder, List.of("p/a/x", "p/a-b", "p/a.c"));
    assertBroken(pages, "expected keys in the order of their UTF-8 bytes");
  }

  /** Verifies that the wrong order of such a store is also detected after the end of the range. */
  @Test
  void next_disorderBehindTheEndOfTheRange_fails() {
    Comparator<String> byFolder = Comparator.comparing(key -> key.replace('/', '\u0001'));
    FakePages pages = new FakePages(byFolder, List.of("p/a/x", "p/a-b", "p/a.c"));
    assertThatThrownBy(() -> keys(pages, new KeyRange(null, "a-m")))
        .isInstanceOf(ListingException.class);
  }

  /**
   * Tests two ranges that are each in order, although neither range contains a key between them.
   */
  @Test
  void next_rangesThatDoNotMeet_fail() {
    Comparator<String> byFolder = Comparator.comparing(key -> key.replace('/', '\u0001'));
    FakePages pages = new FakePages(byFolder, List.of("p/0", "p/a/x", "p/a-b", "p/b"));
    pages.pageSize = 2;
    assertThat(keys(pages, new KeyRange(null, "a-m"))).containsExactly("p/0");
    assertThatThrownBy(() -> keys(pages, new KeyRange("a-m", null)))
        .isInstanceOf(ListingException.class)
        .hasMessageContaining("has other keys behind 'a-m'");
  }

  @Test
  void next_keyWrittenBetweenTwoRanges_isNoFault() {
    assertThat(keys(new FakePages("p/0", "p/b"), new KeyRange(null, "a"))).containsExactly("p/0");
    assertThat(keys(new FakePages("p/0", "p/aa", "p/b"), new KeyRange("a", null)))
        .containsExactly("p/aa", "p/b");
  }

  @Test
  void next_storeThatOrdersByUtf8_isReadThroughout() {
    String[] keys = {"p/a", "p/\uE000", "p/\uFF00", "p/\uD83D\uDE00", "p/\uDBFF\uDFFF"};
    assertThat(keys(new FakePages(keys), KeyRange.ALL)).containsExactly(keys);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 1000})
  void next_storeThatIgnoresStartAfter_givesTheRangeAllTheSame(int pageSize) {
    FakePages pages = new FakePages(TEN);
    pages.pageSize = pageSize;
    pages.ignoresStartAfter = true;
    assertThat(keys(pages, new KeyRange("4", "6"))).containsExactly("p/5", "p/6");
    assertThat(traits.ignoresStartAfter()).isTrue();
    assertThat(keys(pages, new KeyRange("4", null)))
        .containsExactly("p/5", "p/6", "p/7", "p/8", "p/9");
    assertThat(keys(pages, KeyRange.ALL)).containsExactly(TEN);
  }

  @Test
  void next_storeThatIgnoresStartAfterAndHasNoTokens_failsInsteadOfGoingRound() {
    FakePages pages = new FakePages(TEN);
    pages.ignoresStartAfter = true;
    for (int request = 1; request < 100; request++) {
      pages.changes.put(request, page -> new ListingPage(page.objects(), page.truncated(), null));
    }
    assertBroken(pages, "neither new keys nor a token");
  }

  @Test
  void endAt_rangeThatIsRead_endsEarlier() {
    RangeListing listing = new RangeListing(new FakePages(TEN), "p/", KeyRange.ALL, traits);
    assertThat(listing.next()).hasSize(3);
    listing.endAt("4");
    assertThat(listing.next()).extracting(ListedObject::key).containsExactly("p/3", "p/4");
    assertThat(listing.next()).isEmpty();
    assertThat(listing.nextBehind()).isEqualTo("5");
  }

  @ParameterizedTest
  @EnumSource(
      value = FailureReason.class,
      names = {"THROTTLED", "SERVICE_ERROR", "NO_ANSWER"})
  void next_failureThatMayPass_isRetried(FailureReason reason) {
    FakePages pages = new FakePages(TEN);
    for (int request : new int[] {1, 3, 4, 5, 6}) {
      pages.failures.put(request, new ListingException(reason, "injected", null));
    }
    PageSource retrying = new RetryingPages(pages, Duration.ZERO);
    assertThat(keys(retrying, "p/", KeyRange.ALL)).containsExactly(TEN);
  }

  @Test
  void next_failureThatStays_failsAfterFiveRequests() {
    FakePages pages = new FakePages(TEN);
    for (int request = 2; request < 100; request++) {
      pages.failures.put(
          request, new ListingException(FailureReason.SERVICE_ERROR, "injected", null));
    }
    assertThatThrownBy(() -> keys(new RetryingPages(pages, Duration.ZERO), "p/", KeyRange.ALL))
        .hasMessage("injected");
    assertThat(pages.requests).hasValue(6);
  }

  @Test
  void next_refusalInTheMiddle_failsAtOnce() {
    FakePages pages = new FakePages(TEN);
    pages.failures.put(2, new ListingException(FailureReason.ACCESS_DENIED, "injected", null));
    assertThatThrownBy(() -> keys(new RetryingPages(pages, Duration.ZERO), "p/", KeyRange.ALL))
        .isInstanceOfSatisfying(
            ListingException.class,
            e -> assertThat(e.reason()).isEqualTo(FailureReason.ACCESS_DENIED));
    assertThat(pages.requests).hasValue(2);
  }
}
