package io.github.s3sync.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OptionValuesTest {

  @Test
  void encryption_properties_areThoseThatWereSet() {
    Encryption kms = Encryption.builder("aws:kms").kmsKeyId("id").bucketKey(true).build();

    assertThat(kms.algorithm()).isEqualTo("aws:kms");
    assertThat(kms.kmsKeyId()).isEqualTo("id");
    assertThat(kms.bucketKey()).isTrue();
    assertThat(kms.toBuilder().bucketKey(false).build().bucketKey()).isFalse();
    assertThat(Encryption.aes256().bucketKey()).isNull();
  }

  @Test
  void objectLock_properties_areThoseThatWereSet() {
    ObjectLock lock = ObjectLock.governance(Duration.ofDays(3));

    assertThat(lock.mode()).isEqualTo("GOVERNANCE");
    assertThat(lock.retention()).isEqualTo(Duration.ofDays(3));
    assertThat(lock.legalHold()).isFalse();
    assertThat(lock.toBuilder().legalHold(true).build().legalHold()).isTrue();
    assertThat(ObjectLock.builder().legalHold(true).build().retention()).isNull();
  }

  @Test
  void copyOptions_words_areThoseThatWereSet() {
    CopyOptions options =
        CopyOptions.builder().acl("public-read").checksumAlgorithm("CRC64NVME").build();

    assertThat(options.acl()).isEqualTo("public-read");
    assertThat(options.checksumAlgorithm()).isEqualTo("CRC64NVME");
  }

  @Test
  void transferMode_word_isThatOfTheConfiguration() {
    for (TransferMode mode : TransferMode.values()) {
      assertThat(TransferMode.of(mode.word())).isEqualTo(mode);
    }
    assertThatThrownBy(() -> TransferMode.of("other"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'other'");
  }

  @Test
  void problem_ofAnOption_namesItsField() {
    InvalidOptionException e =
        catchThrowableOfType(
            InvalidOptionException.class, () -> CopyOptions.builder().acl("all-of-us"));

    assertThat(e.option()).isEqualTo("acl");
    assertThat(e.problem())
        .isEqualTo(
            "is 'all-of-us', expected one of private, public-read, public-read-write,"
                + " authenticated-read, aws-exec-read, bucket-owner-read,"
                + " bucket-owner-full-control");
  }
}
