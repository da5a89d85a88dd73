package io.github.s3sync.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.EventSource;
import io.github.s3sync.event.ObjectEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SequencerTest {

  private static final String LONGEST = "F".repeat(64);

  private static ObjectEvent event(EventSource source, @Nullable String sequencer) {
    return HeldCopies.event(source, EventKind.CREATED, "k", sequencer);
  }

  @ParameterizedTest
  @CsvSource({
    "0064D3901D00059242, 0064D3901D00059242, true",
    "0064d3901d00059242, 0064D3901D00059242, true",
    "0064D3901D00059241, 0064D3901D00059242, true",
    "0064D3901D00059243, 0064D3901D00059242, false",
    "7FFFFFFFFFFFFFFF, 8000000000000000, true",
    "FFFFFFFFFFFFFFFF, 0000000000000000, false",
  })
  void notNewer_sameLength_comparesNumbers(String event, String than, boolean expected) {
    assertThat(Sequencer.isSameOrOlder(event(EventSource.S3, event), event(EventSource.S3, than)))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      value = {"null", "''", "'  '", "' 1'", "xy", "-1", "+1", "0x", "1_", "１１"})
  void notNewer_noNumber_isNotKnown(@Nullable String odd) {
    ObjectEvent good = event(EventSource.S3, "11");
    ObjectEvent bad = event(EventSource.S3, odd);

    assertThat(Sequencer.isSameOrOlder(bad, good)).isFalse();
    assertThat(Sequencer.isSameOrOlder(good, bad)).isFalse();
    assertThat(Sequencer.isSameOrOlder(bad, bad)).isFalse();
  }

  @Test
  void notNewer_lengthsDiffer_isNotKnown() {
    ObjectEvent longer = event(EventSource.S3, "0064D3901D00059242");
    ObjectEvent shorter = event(EventSource.S3, "617f08299329d189");

    assertThat(Sequencer.isSameOrOlder(longer, shorter)).isFalse();
    assertThat(Sequencer.isSameOrOlder(shorter, longer)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"64, true", "65, false", "1000000, false"})
  void notNewer_absurdLength_isNotRead(int digits, boolean expected) {
    ObjectEvent event = event(EventSource.S3, "F".repeat(digits));
    assertThat(Sequencer.isSameOrOlder(event, event)).isEqualTo(expected);
    assertThat(Sequencer.isSameOrOlder(event, event(EventSource.S3, LONGEST))).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(EventSource.class)
  void notNewer_senders_onlyThoseOfS3AreComparedAndWithThemselves(EventSource source) {
    boolean ofS3 = source == EventSource.S3 || source == EventSource.EVENT_BRIDGE;
    for (EventSource other : EventSource.values()) {
      assertThat(Sequencer.isSameOrOlder(event(source, "01"), event(other, "02")))
          .isEqualTo(source == other && ofS3);
    }
  }
}
