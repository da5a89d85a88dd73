package io.github.s3sync.reconcile.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.reconcile.listing.KeyOrder;
import io.github.s3sync.reconcile.listing.KeyRange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests that the keys that count and the keys that are left are together all keys, once each. */
class RangeLedgerTest {

  private static final int KEYS = 40;

  private static String key(int i) {
    return "k" + (char) ('A' + i);
  }

  @Property(tries = 300)
  void anyOrderOfWork_eachKeyIsCountedOrLeft(@ForAll Random random) {
    List<KeyRange> given =
        random.nextBoolean()
            ? List.of(KeyRange.ALL)
            : List.of(new KeyRange(null, key(9)), new KeyRange(key(15), null));
    RangeLedger ledger = new RangeLedger(given, new Tally());
    List<Work> waiting = new ArrayList<>();
    given.forEach(range -> waiting.add(new Work(range)));
    List<Work> active = new ArrayList<>();
    boolean failed = false;
    for (int step = random.nextInt(200); step > 0; step--) {
      if (!waiting.isEmpty() && (active.isEmpty() || random.nextInt(4) == 0)) {
        Work work = waiting.remove(0);
        work.walk = ledger.begin(work.range);
        active.add(work);
      }
      if (active.isEmpty()) {
        break;
      }
      Work work = active.get(random.nextInt(active.size()));
      if (work.step(random, waiting)) {
        active.remove(work);
        failed |= work.failed;
      }
      assertThat(ledger.counted().found()).isEqualTo(inside(given) - inside(ledger.left()));
      assertThat(ledger.left())
          .isSortedAccordingTo(
              (a, b) ->
                  KeyOrder.compare(
                      a.after() == null ? "" : a.after(), b.after() == null ? "" : b.after()));
    }
    if (active.isEmpty() && waiting.isEmpty() && !failed) {
      assertThat(ledger.left()).isEmpty();
    }
  }

  /** The objects are settled in the order in which several threads compare them. */
  @Test
  void oneObjectTakesLong_segmentsAfterItAreJoined() {
    RangeLedger ledger = new RangeLedger(List.of(KeyRange.ALL), new Tally());
    RangeLedger.Walk walk = ledger.begin(KeyRange.ALL);
    Queue<RangeLedger.Segment> compared = new ArrayDeque<>();
    RangeLedger.Segment slow = walk.current();
    slow.postpone();
    for (int i = 0; i < 1_000; i++) {
      walk.next(KeyProgress.position(i), new Tally());
      RangeLedger.Segment segment = walk.current();
      segment.postpone();
      compared.add(segment);
      if (i >= 10) {
        compared.remove().settle(oneSame());
      }
      assertThat(walk.segments()).isLessThan(20);
    }
    walk.end(KeyProgress.position(1_000), new Tally());
    compared.forEach(segment -> segment.settle(oneSame()));
    assertThat(ledger.counted().found()).isZero();
    slow.settle(oneSame());
    assertThat(ledger.counted().found()).isEqualTo(1_001);
    assertThat(ledger.left()).isEmpty();
  }

  private static Tally oneSame() {
    Tally tally = new Tally();
    tally.foundSource(1, true);
    tally.addSame();
    return tally;
  }

  private static long inside(List<KeyRange> ranges) {
    long inside = 0;
    for (int i = 0; i < KEYS; i++) {
      String key = key(i);
      long in = ranges.stream().filter(r -> !r.startsAfter(key) && !r.endsBefore(key)).count();
      assertThat(in).as("%s in %s", key, ranges).isLessThanOrEqualTo(1);
      inside += in;
    }
    return inside;
  }

  /** Compares a range, as {@link RangeMerge} does. */
  private static final class Work {

    private KeyRange range;
    private RangeLedger.@Nullable Walk walk;
    private int next;
    private @Nullable String last;
    private boolean failed;

    Work(KeyRange range) {
      this.range = range;
      while (next < KEYS && range.startsAfter(key(next))) {
        next++;
      }
    }

    /** Compares up to three keys; returns whether the range has ended. */
    boolean step(Random random, List<Work> waiting) {
      RangeLedger.Walk begun = Objects.requireNonNull(walk);
      Tally seen = new Tally();
      for (int i = random.nextInt(4); i > 0 && hasNext(); i--) {
        last = key(next++);
        seen.foundSource(1, true);
        seen.addSame();
      }
      if (!hasNext()) {
        begun.end(last, seen);
        return true;
      }
      if (random.nextInt(20) == 0) {
        begun.fail(last, seen);
        failed = true;
        return true;
      }
      begun.next(last, seen);
      if (random.nextInt(3) == 0) {
        String at = key(next + random.nextInt(KEYS - next)) + "!";
        if (range.upTo() == null || KeyOrder.compare(at, range.upTo()) < 0) {
          waiting.add(new Work(range.after(at)));
          range = range.upTo(at);
          begun.shrink(range);
        }
      }
      return false;
    }

    private boolean hasNext() {
      return next < KEYS && !range.endsBefore(key(next));
    }
  }
}
