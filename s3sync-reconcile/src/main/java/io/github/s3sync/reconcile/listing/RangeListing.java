package io.github.s3sync.reconcile.listing;

import io.github.s3sync.event.LogText;
import io.github.s3sync.plan.FailureReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the listing of one range of keys and verifies it. Every key must begin with the prefix,
 * keys must ascend, and only {@code IsTruncated} ends the listing. When the listing ends, one more
 * request confirms the end, because objects after a premature end would appear to be deleted.
 *
 * <p>Not for use by several threads.
 *
 * @since 0.1.0
 */
public final class RangeListing {

  private static final Logger log = LoggerFactory.getLogger(RangeListing.class);

  /**
   * The maximum number of empty pages. Empty pages are valid, but a listing must not consist of
   * them endlessly.
   */
  private static final int MAX_EMPTY_PAGES = 1_000;

  private static final int MAX_REPEATS = 3;

  private static final int MAX_SHOWN = 200;

  private static final String ADVICE =
      "; if the store lists keys in another order, compare its listings as unordered"
          + " (--unordered, or ReconcilerBuilder.unordered)";

  private final PageSource pages;
  private final String prefix;
  private final ListingTraits traits;
  private KeyRange range;

  private @Nullable String chainStart;
  private @Nullable String token;
  private @Nullable String lastListed;
  private @Nullable String lastInRange;
  private @Nullable String next;
  private boolean began;
  private boolean firstOfChain = true;
  private boolean foundInChain;
  private boolean confirming;
  private boolean ended;
  private int emptyPages;

  /** The first key of an earlier page, and the number of pages after it and until the next one. */
  private @Nullable String remembered;

  private long pagesBehind;
  private long pagesUntilNext = 1;

  /**
   * Creates a listing, without making a request.
   *
   * @param pages provides the pages
   * @param prefix the prefix of all keys; requests never use another prefix
   * @param range the range of keys, without the prefix
   * @param traits the known properties of the store, shared by all ranges
   */
  public RangeListing(PageSource pages, String prefix, KeyRange range, ListingTraits traits) {
    this.pages = Objects.requireNonNull(pages, "pages");
    this.prefix = Objects.requireNonNull(prefix, "prefix");
    this.range = Objects.requireNonNull(range, "range");
    this.traits = Objects.requireNonNull(traits, "traits");
    this.chainStart = range.after();
  }

  /**
   * Moves the end of the range to an earlier key.
   *
   * @param key the new end, without the prefix; must not be before a key that was already returned
   */
  public void endAt(String key) {
    range = range.upTo(key);
  }

  /**
   * Returns the next objects.
   *
   * @return one or more objects in ascending order; an empty list at the end of the range
   * @throws ListingException if the range cannot be read to its end
   */
  public List<ListedObject> next() {
    while (!ended) {
      List<ListedObject> objects = read();
      if (!began && (ended || !objects.isEmpty())) {
        began = true;
        checkBeginning(objects);
      }
      if (ended) {
        checkEnd();
      }
      if (!objects.isEmpty()) {
        return objects;
      }
    }
    return List.of();
  }

  private void checkBeginning(List<ListedObject> objects) {
    String seam = range.after();
    String first = objects.isEmpty() ? next : objects.get(0).key().substring(prefix.length());
    if (seam != null && !traits.isUnsplittable() && !traits.seams().beginsAt(seam, first)) {
      checkAgain(seam);
    }
  }

  private void checkEnd() {
    String seam = range.upTo();
    String from = lastInRange == null ? range.after() : lastInRange;
    if (seam != null && !traits.isUnsplittable() && !traits.seams().endsAt(seam, from, next)) {
      checkAgain(seam);
    }
  }

  private void checkAgain(String seam) {
    if (!traits.seams().meetsNow(pages, prefix, seam)) {
      throw broken(
          "has other keys behind '"
              + LogText.of(seam, MAX_SHOWN)
              + "' if it starts there, expected keys in the order of their UTF-8 bytes"
              + ADVICE);
    }
  }

  /**
   * Returns whether the range has more keys, as far as is known.
   *
   * @return false if the listing has shown the end of the range, or a key after it
   */
  public boolean mayContinue() {
    return !ended && !confirming;
  }

  /**
   * Returns the first key after the range that the listing has shown.
   *
   * @return the key, without the prefix; null if the range has not ended yet or is not followed by
   *     a key
   */
  public @Nullable String nextBehind() {
    return next;
  }

  private List<ListedObject> read() {
    String asked = token;
    ListingPage page = pages.page(prefix, chainStart == null ? null : prefix + chainStart, asked);
    if (!traits.isOrdered()) {
      checkRepeated(page);
    }
    List<ListedObject> kept = keep(page);
    firstOfChain = false;
    if (next != null || (confirming && !foundInChain && traits.ignoresStartAfter())) {
      ended = true;
    } else if (page.truncated()) {
      continueBehind(page, asked);
    } else {
      end();
    }
    return kept;
  }

  /**
   * Fails if a listing in no particular order repeats pages, which would never end. The page that
   * is compared with its successors is replaced after 1, 2, 4, 8, ... pages, so that a cycle of any
   * length is noticed (Brent's algorithm).
   */
  private void checkRepeated(ListingPage page) {
    if (page.objects().isEmpty()) {
      return;
    }
    String first = page.objects().get(0).key();
    if (first.equals(remembered)) {
      throw broken("has the page that begins with " + shown(first) + " again");
    }
    pagesBehind++;
    if (remembered == null || pagesBehind == pagesUntilNext) {
      remembered = first;
      pagesBehind = 0;
      pagesUntilNext *= 2;
    }
  }

  private List<ListedObject> keep(ListingPage page) {
    List<ListedObject> kept = new ArrayList<>(page.objects().size());
    for (ListedObject object : page.objects()) {
      if (!object.key().startsWith(prefix)) {
        throw broken("has " + shown(object.key()) + ", which does not begin with the prefix");
      }
      String key = object.key().substring(prefix.length());
      if (traits.isOrdered() && lastListed != null && KeyOrder.compare(lastListed, key) >= 0) {
        throw broken(
            "has "
                + shown(object.key())
                + " behind "
                + shown(prefix + lastListed)
                + ", expected keys in the order of their UTF-8 bytes, each once"
                + ADVICE);
      }
      lastListed = key;
      if (chainStart != null && KeyOrder.compare(chainStart, key) >= 0) {
        if (!firstOfChain && !traits.ignoresStartAfter()) {
          throw broken("has " + shown(object.key()) + " again");
        }
        traits.rememberIgnoredStartAfter();
      } else if (range.endsBefore(key)) {
        next = next == null ? key : next;
      } else {
        kept.add(object);
        lastInRange = key;
        foundInChain = true;
      }
    }
    return kept;
  }

  private void continueBehind(ListingPage page, @Nullable String asked) {
    emptyPages = page.objects().isEmpty() ? emptyPages + 1 : 0;
    token = page.nextToken();
    if (emptyPages > MAX_EMPTY_PAGES) {
      throw broken("has " + emptyPages + " empty pages one after the other");
    }
    if (token == null) {
      if (!foundInChain || !traits.isOrdered()) {
        throw broken("goes on, but its page has neither new keys nor a token to continue with");
      }
      restart(false);
    } else if (emptyPages >= MAX_REPEATS && token.equals(asked)) {
      throw broken("has an empty page that continues with itself");
    }
  }

  private void end() {
    boolean confirmed = confirming && !foundInChain;
    boolean isEmptyTail = range.after() != null && lastInRange == null;
    if (confirmed || isEmptyTail || traits.isUnsplittable()) {
      ended = true;
      return;
    }
    if (confirming) {
      log.warn(
          "the listing of prefix '{}' ended although more keys follow; it is continued",
          LogText.of(prefix, MAX_SHOWN));
    }
    restart(true);
  }

  /** Requests the keys after the last key, instead of using a continuation token. */
  private void restart(boolean toConfirm) {
    chainStart = lastInRange == null ? range.after() : lastInRange;
    confirming = toConfirm;
    token = null;
    lastListed = null;
    firstOfChain = true;
    foundInChain = false;
  }

  private ListingException broken(String problem) {
    return new ListingException(
        FailureReason.NOT_SUPPORTED,
        "the listing of prefix '" + LogText.of(prefix, MAX_SHOWN) + "' " + problem,
        null);
  }

  private static String shown(String key) {
    return "'" + LogText.of(key, MAX_SHOWN) + "'";
  }
}
