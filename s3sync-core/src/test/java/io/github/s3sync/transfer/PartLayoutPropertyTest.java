package io.github.s3sync.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Checks layouts for objects of any size and any part size that an executor accepts. */
class PartLayoutPropertyTest {

  private static final long MIN_PART = 5L * 1024 * 1024;
  private static final long MAX_PART = 5L * 1024 * 1024 * 1024;
  private static final long LARGEST = 10_000 * MAX_PART;

  /** The size of an object and the wanted part size. */
  record Cut(long size, long wanted) {}

  @Provide
  Arbitrary<Cut> cuts() {
    Arbitrary<Long> wanted = Arbitraries.longs().between(MIN_PART, MAX_PART);
    Arbitrary<Cut> any =
        Combinators.combine(Arbitraries.longs().between(1, LARGEST), wanted).as(Cut::new);
    Arbitrary<Cut> aroundABoundary =
        Combinators.combine(
                Arbitraries.oneOf(
                    Arbitraries.longs().between(1, 20), Arbitraries.longs().between(9_990, 10_010)),
                Arbitraries.longs().between(-2, 2),
                wanted)
            .as((parts, more, part) -> new Cut(Math.min(parts * part + more, LARGEST), part));
    return Arbitraries.oneOf(any, aroundABoundary);
  }

  @Property(tries = 400)
  void range_partsOfAnyObject_coverEachByteOnce(@ForAll("cuts") Cut cut) {
    PartLayout layout = PartLayout.of(cut.size, cut.wanted);

    assertThat(layout.parts()).isBetween(1, 10_000);
    long next = 0;
    for (int part = 0; part < layout.parts(); part++) {
      String range = layout.range(part);
      int dash = range.indexOf('-');
      long first = Long.parseLong(range, "bytes=".length(), dash, 10);
      long last = Long.parseLong(range, dash + 1, range.length(), 10);
      long length = last - first + 1;
      boolean isLast = part == layout.parts() - 1;
      if (first != next || length > MAX_PART || length < (isLast ? 1 : MIN_PART)) {
        throw new AssertionError("part " + part + " of " + layout + " is " + range);
      }
      next = last + 1;
    }
    assertThat(next).isEqualTo(cut.size);
  }

  @Property(tries = 5_000)
  void of_wantedSize_isKeptUnlessThereWereTooManyParts(@ForAll("cuts") Cut cut) {
    long part = PartLayout.of(cut.size, cut.wanted).partSizeBytes();

    if (cut.size <= 10_000 * cut.wanted) {
      assertThat(part).isEqualTo(cut.wanted);
    } else {
      assertThat(part).isGreaterThan(cut.wanted).isLessThanOrEqualTo(MAX_PART);
    }
  }
}
