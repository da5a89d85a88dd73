package io.github.s3sync.reconcile.listing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Counts the requests of listings whose ranges are split among 16 workers. The workers read one
 * page each in turn, so that the number does not depend on the machine.
 */
@Timeout(60)
class RangeSplitsTest {

  private static final int WORKERS = 16;
  private static final int PAGES = 100;
  private static final int PAGE = 20;

  private final RangeQueue queue = new RangeQueue(List.of(KeyRange.ALL));
  private final BlockingQueue<KeyRange> taken = new LinkedBlockingQueue<>();
  private final Semaphore finished = new Semaphore(0);
  private final List<Thread> threads = new ArrayList<>();
  private final List<Listing> active = new ArrayList<>();
  private final TreeSet<String> found = new TreeSet<>();
  private int turns;

  /** One range that is being listed. */
  private final class Listing {
    private final RangeListing listing;
    private KeyRange range;

    Listing(FakePages pages, KeyRange range) {
      this.range = range;
      this.listing = new RangeListing(pages, "", range, new ListingTraits());
    }

    /** Reads a page; returns false at the end of the range. */
    boolean step() {
      List<ListedObject> page = listing.next();
      page.forEach(object -> assertThat(found.add(object.key())).isTrue());
      if (!page.isEmpty() && listing.mayContinue()) {
        range = queue.split(range, page.get(0).key(), page.get(page.size() - 1).key());
        if (range.upTo() != null) {
          listing.endAt(range.upTo());
        }
      }
      return !page.isEmpty();
    }
  }

  static Stream<Arguments> keys() {
    IntFunction<String> folders =
        i -> "data/" + (10_000 + i / (10 * PAGE)) + "/" + (10_000 + i % (10 * PAGE));
    IntFunction<String> flat = i -> "image%06d".formatted(i);
    IntFunction<String> hex = i -> "%08x".formatted((int) (i * 2_654_435_761L));
    return Stream.of(
        Arguments.of("folders", folders),
        Arguments.of("flat", flat),
        Arguments.of("hexadecimal", hex));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("keys")
  void split_16Workers_needFewRequestsMoreThanPages(String name, IntFunction<String> key)
      throws InterruptedException {
    List<String> keys = IntStream.range(0, PAGES * PAGE).mapToObj(key).sorted().toList();
    FakePages pages = new FakePages(KeyOrder.COMPARATOR, keys);
    pages.pageSize = PAGE;
    list(pages);
    assertThat(found).containsExactlyElementsOf(keys);
    assertThat(pages.requests).hasValueLessThanOrEqualTo(PAGES * 17 / 10);
    // All workers are busy: one worker alone needs a turn for each page.
    assertThat(turns).isLessThanOrEqualTo(PAGES / 5);
  }

  /** A bucket of one or two pages is not worth 16 requests. */
  @Test
  void split_twoPages_needFewRequests() throws InterruptedException {
    List<String> keys = IntStream.range(0, 2 * PAGE).mapToObj("%06d"::formatted).toList();
    FakePages pages = new FakePages(KeyOrder.COMPARATOR, keys);
    pages.pageSize = PAGE;
    list(pages);
    assertThat(found).hasSize(2 * PAGE);
    assertThat(pages.requests).hasValueLessThanOrEqualTo(5);
  }

  private void list(FakePages pages) throws InterruptedException {
    for (int i = 0; i < WORKERS; i++) {
      Thread thread = new Thread(this::takeRanges);
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
    addTaken(pages);
    while (!active.isEmpty()) {
      turns++;
      for (Listing listing : List.copyOf(active)) {
        if (!listing.step()) {
          active.remove(listing);
          finished.release();
        }
        addTaken(pages);
      }
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void takeRanges() {
    try {
      for (KeyRange range = queue.take(); range != null; range = queue.take()) {
        taken.add(range);
        finished.acquire();
        queue.finish();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until each thread waits for a range or for the end of one. */
  private void addTaken(FakePages pages) {
    while (!isQuiet()) {
      Thread.onSpinWait();
    }
    List<KeyRange> ranges = new ArrayList<>();
    taken.drainTo(ranges);
    ranges.forEach(range -> active.add(new Listing(pages, range)));
  }

  /**
   * A waiting thread takes a range or ends. These states are read in the opposite order, so that a
   * thread whose state changes meanwhile is not counted at all.
   */
  private boolean isQuiet() {
    long ended = threads.stream().filter(thread -> !thread.isAlive()).count();
    return ended + active.size() + taken.size() + queue.idle() == WORKERS;
  }
}
