package io.github.s3sync.checksum;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

class ChecksumChoiceTest {

  private static final HeadObjectResponse NONE = HeadObjectResponse.builder().build();
  private static final HeadObjectResponse SHA256 =
      HeadObjectResponse.builder().checksumSHA256("c").build();

  private static void assertChosen(
      ChecksumChoice choice,
      @Nullable ChecksumAlgorithm ofNone,
      @Nullable ChecksumAlgorithm ofSha256) {
    assertThat(choice.of(NONE)).isEqualTo(ofNone);
    assertThat(choice.of(SHA256)).isEqualTo(ofSha256);
  }

  @Test
  void of_source_isItsAlgorithmOrThatOfTheStore() {
    assertChosen(ChecksumChoice.OF_SOURCE, null, ChecksumAlgorithm.SHA256);
    assertChosen(ChecksumChoice.COMPUTED_OF_SOURCE, null, ChecksumAlgorithm.SHA256);
    assertChosen(
        ChecksumChoice.COMPUTED_OF_SOURCE_OR_S3,
        ChecksumAlgorithm.CRC64_NVME,
        ChecksumAlgorithm.SHA256);
    assertChosen(ChecksumChoice.NONE, null, null);
  }

  @Test
  void fullChecksum_ofParts_isNone() {
    assertThat(FullChecksum.of(NONE)).isNull();
    assertThat(FullChecksum.of(SHA256)).isEqualTo(new FullChecksum(ChecksumAlgorithm.SHA256, "c"));
    assertThat(FullChecksum.of(SHA256.toBuilder().checksumSHA256("c-2").build())).isNull();
    assertThat(FullChecksum.of(SHA256.toBuilder().checksumType(ChecksumType.COMPOSITE).build()))
        .isNull();
    assertThat(FullChecksum.of(SHA256.toBuilder().checksumType(ChecksumType.FULL_OBJECT).build()))
        .isNotNull();
  }

  /** Algorithms that can be combined from parts are preferred. */
  @Test
  void algorithmOf_several_isTheFirstOfTheTable() {
    assertThat(Checksums.algorithmOf(SHA256.toBuilder().checksumCRC32("d").build()))
        .isEqualTo(ChecksumAlgorithm.CRC32);
    assertThat(Checksums.all()).startsWith(ChecksumAlgorithm.CRC64_NVME);
  }
}
