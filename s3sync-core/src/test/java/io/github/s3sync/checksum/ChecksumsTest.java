package io.github.s3sync.checksum;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.copy.CopyReceipt;
import io.github.s3sync.executor.CopyFixture;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.option.TransferMode;
import io.github.s3sync.request.SameContent;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyPartResult;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** Checks every checksum algorithm of the SDK, on every path. */
class ChecksumsTest {

  private static final int SMALL = 1_000;

  static Iterable<ChecksumAlgorithm> algorithms() {
    return ChecksumAlgorithm.knownValues();
  }

  @ParameterizedTest
  @MethodSource("algorithms")
  void table_algorithmOfTheSdk_isReadAndWritten(ChecksumAlgorithm algorithm) {
    assertThat(Checksums.all()).contains(algorithm);
    HeadObjectResponse.Builder head = HeadObjectResponse.builder().contentLength(7L).eTag("x");
    Checksums.set(head, algorithm, "abc=");
    assertThat(Checksums.algorithmOf(head.build())).isEqualTo(algorithm);
    assertThat(FullChecksum.of(head.build())).isEqualTo(new FullChecksum(algorithm, "abc="));
    assertThat(SameContent.isCertain(head.build(), head.build())).isTrue();

    UploadPartRequest.Builder request = UploadPartRequest.builder();
    Checksums.set(request, algorithm, "abc=");
    assertThat(Checksums.value(request.build(), algorithm)).isEqualTo("abc=");
    UploadPartResponse.Builder uploaded = UploadPartResponse.builder();
    Checksums.set(uploaded, algorithm, "abc=");
    CopyPartResult.Builder copied = CopyPartResult.builder();
    Checksums.set(copied, algorithm, "abc=");
    Part.Builder listed = Part.builder();
    Checksums.set(listed, algorithm, "abc=");
    for (SdkPojo answer : List.of(uploaded.build(), copied.build(), listed.build())) {
      CompletedPart part = Checksums.completed(3, "e", answer);
      assertThat(Checksums.value(part, algorithm)).isEqualTo("abc=");
      assertThat(part.partNumber()).isEqualTo(3);
    }
    // A rule may request any algorithm.
    assertThat(CopyOptions.builder().checksumAlgorithm(algorithm.toString()).build()).isNotNull();
  }

  @Test
  void algorithmOf_none_isNull() {
    HeadObjectResponse head = HeadObjectResponse.builder().build();
    assertThat(Checksums.algorithmOf(head)).isNull();
    assertThat(Checksums.value(head, ChecksumAlgorithm.UNKNOWN_TO_SDK_VERSION)).isNull();
  }

  /**
   * Returns the algorithms that the AWS SDK supports; the oldest supported SDK does not support all
   * of them.
   */
  static List<Arguments> algorithmsAndModes() {
    return Stream.of(TransferMode.values())
        .flatMap(
            transfer ->
                Stream.of("SHA1", "SHA512", "MD5", "XXHASH64")
                    .filter(
                        name ->
                            ChecksumAlgorithm.fromValue(name)
                                != ChecksumAlgorithm.UNKNOWN_TO_SDK_VERSION)
                    .map(name -> Arguments.of(name, transfer)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("algorithmsAndModes")
  void execute_algorithm_isTheReplicasToo(String algorithm, TransferMode transfer) {
    try (CopyFixture with = new CopyFixture()) {
      with.options.transfer(transfer);
      for (long size : new long[] {SMALL, CopyFixture.LARGE}) {
        with.s3.putSynthetic("src", "k", size, Map.of("x-amz-checksum-algorithm", algorithm));
        assertThat(with.execute(with.head(size))).isInstanceOf(CopyReceipt.class);
        assertThat(with.s3.sameContent("src", "k", "dst", "k")).isTrue();
        HeadObjectResponse replica =
            with.s3
                .client()
                .headObject(r -> r.bucket("dst").key("k").checksumMode(ChecksumMode.ENABLED));
        ChecksumAlgorithm has = Checksums.algorithmOf(replica);
        if (transfer == TransferMode.STREAM && algorithm.equals("XXHASH64")) {
          assertThat(has)
              .as("what cannot be computed")
              .isNotEqualTo(ChecksumAlgorithm.fromValue(algorithm));
        } else {
          assertThat(has).isEqualTo(ChecksumAlgorithm.fromValue(algorithm));
          assertThat(replica.checksumType())
              .isEqualTo(size == SMALL ? ChecksumType.FULL_OBJECT : ChecksumType.COMPOSITE);
        }
      }
    }
  }
}
