package io.github.s3sync.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.EventSource;
import io.github.s3sync.event.ObjectEvent;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.arbitraries.StringArbitrary;
import net.jqwik.api.statistics.Statistics;

/** Checks the order of any events of one key. */
class SequencerPropertyTest {

  @Provide
  Arbitrary<ObjectEvent> events() {
    StringArbitrary hex = Arbitraries.strings().withChars("0019aAfF");
    Arbitrary<String> sequencers =
        Arbitraries.frequencyOf(
            Tuple.of(4, hex.ofLength(2)),
            Tuple.of(4, hex.ofLength(18)),
            Tuple.of(1, hex.ofMinLength(0).ofMaxLength(70)),
            Tuple.of(1, Arbitraries.of("", " ", "0x", "-1", "+1", "１１", "g0")));
    Arbitrary<EventSource> sources =
        Arbitraries.frequency(
            Tuple.of(8, EventSource.S3),
            Tuple.of(1, EventSource.MINIO),
            Tuple.of(1, EventSource.CEPH));
    return Combinators.combine(sources, sequencers.injectNull(0.05))
        .as((source, text) -> HeldCopies.event(source, EventKind.CREATED, "k", text));
  }

  private static boolean isComparable(ObjectEvent one, ObjectEvent other) {
    return one.sequencer() != null
        && other.sequencer() != null
        && one.source() == other.source()
        && one.source() == EventSource.S3
        && one.sequencer().matches("[0-9a-fA-F]{1,64}")
        && other.sequencer().matches("[0-9a-fA-F]{1,64}")
        && one.sequencer().length() == other.sequencer().length();
  }

  private static boolean before(ObjectEvent one, ObjectEvent other) {
    return Sequencer.isSameOrOlder(one, other) && !Sequencer.isSameOrOlder(other, one);
  }

  /** Of sequencers with the same length, the smaller number sorts first. */
  @Property(tries = 5_000, edgeCases = EdgeCasesMode.NONE)
  void notNewer_anyTwo_comparesNumbersWhereItCan(
      @ForAll("events") ObjectEvent one, @ForAll("events") ObjectEvent other) {
    boolean comparable = isComparable(one, other);
    Statistics.label("comparable")
        .collect(comparable)
        .coverage(share -> share.check(true).percentage(percent -> percent > 10));

    boolean expected =
        comparable
            && String.valueOf(one.sequencer())
                    .toLowerCase(Locale.ROOT)
                    .compareTo(String.valueOf(other.sequencer()).toLowerCase(Locale.ROOT))
                <= 0;
    assertThat(Sequencer.isSameOrOlder(one, other)).isEqualTo(expected);
  }

  @Property(tries = 5_000, edgeCases = EdgeCasesMode.NONE)
  void notNewer_anyThree_isAWeakOrder(
      @ForAll("events") ObjectEvent a,
      @ForAll("events") ObjectEvent b,
      @ForAll("events") ObjectEvent c) {
    if (Sequencer.isSameOrOlder(a, b) && Sequencer.isSameOrOlder(b, c)) {
      assertThat(Sequencer.isSameOrOlder(a, c)).as("transitive").isTrue();
      assertThat(before(a, b) || before(b, c)).isEqualTo(before(a, c));
    }
    assertThat(before(a, b) && before(b, a)).as("both ways").isFalse();
    if (isComparable(a, b)) {
      assertThat(Sequencer.isSameOrOlder(a, b) || Sequencer.isSameOrOlder(b, a))
          .as("total")
          .isTrue();
      assertThat(Sequencer.isSameOrOlder(a, a)).as("reflexive").isTrue();
    }
  }
}
