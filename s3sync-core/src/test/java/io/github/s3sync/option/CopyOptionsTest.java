package io.github.s3sync.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CopyOptionsTest {

  @Test
  void defaults_areWhatTheOriginDid() {
    CopyOptions options = CopyOptions.defaults();

    assertThat(options.acl()).isEqualTo("bucket-owner-full-control");
    assertThat(options.tags()).isTrue();
    assertThat(options.overwrite()).isTrue();
    assertThat(options.storageClass()).isNull();
    assertThat(options.encryption()).isNull();
    assertThat(options.checksumAlgorithm()).isNull();
    assertThat(options.objectLock()).isNull();
    assertThat(options.requestPayer()).isFalse();
    assertThat(options.recheckAfter()).isEqualTo(Duration.ofSeconds(1));
    assertThat(options.needsHead()).isFalse();
    assertThat(options.twoWay()).isFalse();
  }

  @Test
  void needsHead_onlyForWhatS3DoesNotCopyByItself() {
    assertThat(CopyOptions.builder().keepStorageClass(true).build().needsHead()).isTrue();
    assertThat(CopyOptions.builder().keepWebsiteRedirect(true).build().needsHead()).isTrue();
    assertThat(CopyOptions.builder().storageClass("GLACIER_IR").build().needsHead()).isFalse();
  }

  @Test
  void acl_null_sendsNone() {
    assertThat(CopyOptions.builder().acl(null).build().acl()).isNull();
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        wrong(b -> b.acl("Private"), "acl is 'Private', expected one of private, public-read"),
        wrong(b -> b.storageClass("standard"), "storageClass is 'standard', expected a name"),
        wrong(b -> b.storageClass(""), "storageClass is ''"),
        wrong(b -> b.checksumAlgorithm("MD4"), "checksumAlgorithm is 'MD4', expected one of CRC32"),
        wrong(b -> b.recheckAfter(Duration.ofNanos(-1)), "recheckAfter is PT"),
        wrong(
            b -> b.storageClass("GLACIER").keepStorageClass(true),
            "storageClass is 'GLACIER', expected none together with keepStorageClass"),
        wrong(
            b -> b.unattributedDeletes(true),
            "unattributedDeletes is true, expected it only together with twoWay"),
        wrong(
            b -> b.encryption(Encryption.builder("aes").build()),
            "encryption.algorithm is 'aes', expected one of AES256, aws:kms, aws:kms:dsse"),
        wrong(
            b -> b.encryption(Encryption.builder("AES256").kmsKeyId("k").build()),
            "encryption.kmsKeyId is 'k', expected none together with the algorithm AES256"),
        wrong(
            b ->
                b.objectLock(
                    ObjectLock.builder().mode("governance").retention(Duration.ofDays(1)).build()),
            "objectLock.mode is 'governance'"),
        wrong(
            b -> b.objectLock(ObjectLock.builder().mode("GOVERNANCE").build()),
            "objectLock has only one of mode and retention"),
        wrong(
            b -> b.objectLock(ObjectLock.builder().retention(Duration.ofDays(1)).build()),
            "objectLock has only one of mode and retention"),
        wrong(
            b ->
                b.objectLock(
                    ObjectLock.builder().mode("COMPLIANCE").retention(Duration.ZERO).build()),
            "objectLock.retention is PT0S, expected more than 0"));
  }

  private static Arguments wrong(
      Function<CopyOptionsBuilder, CopyOptionsBuilder> set, String message) {
    return Arguments.of(set, message);
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void build_wrongOption_namesFieldValueAndExpectation(
      Function<CopyOptionsBuilder, CopyOptionsBuilder> set, String message) {
    assertThatThrownBy(() -> set.apply(CopyOptions.builder()).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void build_rightOptions_areKept() {
    CopyOptions options =
        CopyOptions.builder()
            .acl("private")
            .encryption(Encryption.kms("key"))
            .checksumAlgorithm("CRC64NVME")
            .objectLock(ObjectLock.builder().legalHold(true).build())
            .recheckAfter(Duration.ZERO)
            .build();

    assertThat(options.encryption()).isEqualTo(Encryption.kms("key"));
    assertThat(options.objectLock()).isEqualTo(ObjectLock.builder().legalHold(true).build());
    assertThat(options.recheckAfter()).isZero();
  }
}
