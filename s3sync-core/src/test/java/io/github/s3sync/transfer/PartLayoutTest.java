package io.github.s3sync.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartLayoutTest {

  private static final long MIB = 1024 * 1024;
  private static final long GIB = 1024 * MIB;

  @ParameterizedTest
  @CsvSource({
    "1, 8, 1, 8",
    "8, 8, 1, 8",
    "9, 8, 2, 8",
    "16, 8, 2, 8",
    "5120, 256, 20, 256",
    "80000, 8, 10000, 8",
    "80001, 8, 8889, 9",
    "51200000, 8, 10000, 5120",
    "51199999, 5120, 10000, 5120",
  })
  void of_mebibytes_givesPartsOfTheWantedSizeOrLarger(
      long size, long wanted, int parts, long partSize) {
    PartLayout layout = PartLayout.of(size * MIB, wanted * MIB);

    assertThat(layout.partSizeBytes()).isEqualTo(partSize * MIB);
    assertThat(layout.parts()).isEqualTo(parts);
  }

  @Test
  void of_theLargestObject_fits() {
    PartLayout layout = PartLayout.of(PartLayout.MAX_PARTS * PartLayout.MAX_PART_BYTES, 8 * MIB);

    assertThat(layout.parts()).isEqualTo(10_000);
    assertThat(layout.range(9_999)).isEqualTo("bytes=53681722490880-53687091199999");
  }

  @Test
  void of_aByteMore_isRefused() {
    assertThatThrownBy(() -> PartLayout.of(50_000 * GIB + 1, 8 * MIB))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("size is 53687091200001 bytes, expected 10,000 parts of 5 GiB at most");
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "-1, 1"})
  void of_nothing_isRefused(long size, long wanted) {
    assertThatThrownBy(() -> PartLayout.of(size, wanted))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void range_lastPart_endsWithTheObject() {
    PartLayout layout = PartLayout.of(20, 8);

    assertThat(layout.range(0)).isEqualTo("bytes=0-7");
    assertThat(layout.range(1)).isEqualTo("bytes=8-15");
    assertThat(layout.range(2)).isEqualTo("bytes=16-19");
  }

  @Test
  void bytes_eachPart_isThatOfItsRange() {
    PartLayout layout = PartLayout.of(20, 8);

    assertThat(layout.bytes(0)).isEqualTo(8);
    assertThat(layout.bytes(1)).isEqualTo(8);
    assertThat(layout.bytes(2)).isEqualTo(4);
  }

  @Test
  void of_asManyPartsAsAllowed_keepsTheWantedSize() {
    assertThat(PartLayout.of(50_000, 5).partSizeBytes()).isEqualTo(5);
    assertThat(PartLayout.of(50_001, 5).partSizeBytes()).isEqualTo(MIB);
  }

  @Test
  void new_smallestLayout_isOneByte() {
    assertThat(new PartLayout(1, 1).parts()).isOne();
    assertThatThrownBy(() -> new PartLayout(1, 0)).isInstanceOf(IllegalArgumentException.class);
  }
}
