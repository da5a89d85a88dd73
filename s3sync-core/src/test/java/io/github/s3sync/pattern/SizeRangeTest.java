package io.github.s3sync.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizeRangeTest {

  @ParameterizedTest
  @CsvSource({"2, false", "3, true", "4, true", "5, true", "6, false"})
  void accepts_firstAndLastSize_areWithin(long size, boolean accepted) {
    assertThat(new SizeRange(3, 5).accepts(size)).isEqualTo(accepted);
  }

  @Test
  void accepts_anySize_isWithinTheWidestRange() {
    assertThat(SizeRange.ANY.accepts(0)).isTrue();
    assertThat(SizeRange.ANY.accepts(Long.MAX_VALUE)).isTrue();
    assertThat(new SizeRange(0, 0).accepts(0)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"-1, 5", "5, 4"})
  void new_rangeWithoutSizes_isRefused(long min, long max) {
    assertThatThrownBy(() -> new SizeRange(min, max)).isInstanceOf(IllegalArgumentException.class);
  }
}
