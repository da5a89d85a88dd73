package io.github.s3sync.checksum;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CrcTest {

  /** Compares with the check values of the catalogue at reveng.sourceforge.io. */
  @ParameterizedTest
  @CsvSource({
    "CRC32, cbf43926",
    "CRC32C, e3069283",
    "CRC64NVME, ae8b14860a799888",
  })
  void of_theDigits_isTheCheckValue(Crc crc, String hex) {
    byte[] digits = "123456789".getBytes(US_ASCII);

    assertThat(crc.of(digits, 9)).isEqualTo(Long.parseUnsignedLong(hex, 16));
  }

  @ParameterizedTest
  @EnumSource(Crc.class)
  void joined_anyTwoPieces_isThatOfTheWhole(Crc crc) {
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      byte[] whole = new byte[random.nextInt(3_000)];
      random.nextBytes(whole);
      int cut = random.nextInt(whole.length + 1);
      byte[] right = Arrays.copyOfRange(whole, cut, whole.length);

      assertThat(crc.joined(crc.of(whole, cut), crc.of(right, right.length), right.length))
          .isEqualTo(crc.of(whole, whole.length));
    }
  }

  @Test
  void update_eightBytesAtAStep_isTheSameAsOne() {
    Random random = new Random(8);
    for (int i = 0; i < 200; i++) {
      byte[] bytes = new byte[random.nextInt(100)];
      random.nextBytes(bytes);
      int offset = random.nextInt(bytes.length + 1);
      Crc64Nvme steps = new Crc64Nvme();
      steps.update(bytes, offset, bytes.length - offset);
      Crc64Nvme single = new Crc64Nvme();
      for (int at = offset; at < bytes.length; at++) {
        single.update(bytes[at]);
      }

      assertThat(steps.getValue()).isEqualTo(single.getValue());
      steps.reset();
      assertThat(steps.getValue()).isZero();
    }
  }

  @Test
  void text_anyKind_isWhatS3Writes() {
    assertThat(Crc.CRC32.text(0xcbf43926L)).isEqualTo("y/Q5Jg==");
    assertThat(Crc.CRC64NVME.text(0xae8b14860a799888L)).isEqualTo("rosUhgp5mIg=");
  }
}
