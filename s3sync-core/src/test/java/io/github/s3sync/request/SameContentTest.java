package io.github.s3sync.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

class SameContentTest {

  /** Returns an object of 7 bytes, whose MD5 is called m or n. */
  private static HeadObjectResponse head(
      String eTag, Consumer<HeadObjectResponse.Builder> properties) {
    String full = eTag.replace("m", "0a".repeat(16)).replace("n", "1b".repeat(16));
    HeadObjectResponse.Builder head = HeadObjectResponse.builder().eTag(full).contentLength(7L);
    properties.accept(head);
    return head.build();
  }

  private static void assertTold(
      HeadObjectResponse one, HeadObjectResponse other, boolean certain, boolean unknown) {
    assertThat(SameContent.isCertain(one, other)).isEqualTo(certain);
    assertThat(SameContent.isCertain(other, one)).isEqualTo(certain);
    assertThat(SameContent.isUnknown(one, other)).isEqualTo(unknown);
  }

  @Test
  void isCertain_equalETags_isTrue() {
    assertTold(head("m", h -> {}), head("m", h -> {}), true, false);
    assertTold(head("m-2", h -> {}), head("m-2", h -> {}), true, false);
    assertTold(head("m", h -> {}), head("m", h -> h.contentLength(8L)), false, false);
  }

  @Test
  void isCertain_twoMd5sThatDiffer_asksNoChecksum() {
    assertTold(
        head("m", h -> h.checksumCRC32("c")), head("n", h -> h.checksumCRC32("c")), false, false);
    assertTold(head("m", h -> {}), head("n", h -> {}), false, false);
  }

  /** Tags of another form may be equal by chance. */
  @Test
  void isCertain_equalETagsOfAnotherForm_isFalse() {
    assertTold(head("0x8D9", h -> {}), head("0x8D9", h -> {}), false, true);
  }

  @Test
  void md5_ofAnETag_isInLowerCaseWithoutQuotes() {
    assertThat(SameContent.md5(head("\"0ABC\"", h -> {}))).isEqualTo("0abc");
  }

  @Test
  void isCertain_eTagsThatAreNoMd5_asksChecksums() {
    assertTold(
        head("0x8D9", h -> h.checksumCRC32("c")),
        head("m", h -> h.checksumCRC32("c")),
        true,
        false);
    assertTold(head("0x8D9", h -> {}), head("m", h -> {}), false, true);
  }

  @Test
  void isCertain_eTagsThatTellNothing_asksChecksumsOfOneKind() {
    Consumer<HeadObjectResponse.Builder> whole =
        h -> h.checksumCRC64NVME("c").checksumType(ChecksumType.FULL_OBJECT);
    HeadObjectResponse parts = head("m-2", whole);

    assertTold(parts, head("n-3", whole), true, false);
    assertTold(parts, head("n", whole), true, false);
    assertTold(
        parts,
        head("n", h -> h.checksumCRC64NVME("d").checksumType(ChecksumType.FULL_OBJECT)),
        false,
        false);
    assertTold(
        parts,
        head("n", h -> h.checksumSHA256("c").checksumType(ChecksumType.FULL_OBJECT)),
        false,
        true);
    assertTold(parts, head("n", h -> {}), false, true);
    assertTold(
        head("m-2", h -> h.checksumSHA1("c-2").checksumType(ChecksumType.COMPOSITE)),
        head("n-2", h -> h.checksumSHA1("c-2").checksumType(ChecksumType.COMPOSITE)),
        true,
        false);
    assertTold(
        head("m-2", h -> h.checksumSHA1("c-2").checksumType(ChecksumType.COMPOSITE)),
        head("n-3", h -> h.checksumSHA1("d-3").checksumType(ChecksumType.COMPOSITE)),
        false,
        true);
  }

  @Test
  void isCertain_encryptedWithKms_asksTheChecksum() {
    Consumer<HeadObjectResponse.Builder> kms =
        h ->
            h.serverSideEncryption(ServerSideEncryption.AWS_KMS)
                .checksumCRC32("c")
                .checksumType(ChecksumType.FULL_OBJECT);

    assertTold(head("m", kms), head("n", kms), true, false);
    assertTold(head("m", kms), head("n", kms.andThen(h -> h.checksumCRC32("d"))), false, false);
    assertTold(head("m", kms), head("n", kms.andThen(h -> h.contentLength(8L))), false, false);
  }
}
