package io.github.s3sync.copy;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * The additional checksums of S3's requests and answers: every algorithm that the AWS SDK in use
 * has, so that one that it gains later needs no change here. The SDK names the field of an
 * algorithm {@code Checksum} and the algorithm's own name. An algorithm that the SDK does not know
 * is in no field, and counts as no checksum.
 */
final class Checksums {

  /** Those whose parts add up to the whole first, and of these the longest. */
  private static final List<ChecksumAlgorithm> ALL =
      Stream.concat(
              Stream.of(
                  ChecksumAlgorithm.CRC64_NVME,
                  ChecksumAlgorithm.CRC32,
                  ChecksumAlgorithm.CRC32_C,
                  ChecksumAlgorithm.SHA256,
                  ChecksumAlgorithm.SHA1),
              ChecksumAlgorithm.knownValues().stream().sorted())
          .distinct()
          .toList();

  private Checksums() {}

  /** Every algorithm, the preferred ones first. */
  static List<ChecksumAlgorithm> all() {
    return ALL;
  }

  /** The algorithm of which there is a value; null if there is none. */
  static @Nullable ChecksumAlgorithm algorithmOf(SdkPojo answer) {
    for (ChecksumAlgorithm algorithm : ALL) {
      if (value(answer, algorithm) != null) {
        return algorithm;
      }
    }
    return null;
  }

  /** The value of one algorithm in base64; null if there is none. */
  static @Nullable String value(SdkPojo answer, ChecksumAlgorithm algorithm) {
    SdkField<?> field = field(answer, algorithm);
    return field == null ? null : (String) field.getValueOrDefault(answer);
  }

  /** Puts a value onto a request; nothing if the request has no such field. */
  static void set(SdkPojo request, ChecksumAlgorithm algorithm, String value) {
    SdkField<?> field = field(request, algorithm);
    if (field != null) {
      field.set(request, value);
    }
  }

  /** A part with all the checksums that an answer told of it. */
  static CompletedPart completed(int number, String eTag, SdkPojo answer) {
    CompletedPart.Builder part = CompletedPart.builder().partNumber(number).eTag(eTag);
    for (ChecksumAlgorithm algorithm : ALL) {
      String value = value(answer, algorithm);
      if (value != null) {
        set(part, algorithm, value);
      }
    }
    return part.build();
  }

  private static @Nullable SdkField<?> field(SdkPojo of, ChecksumAlgorithm algorithm) {
    String name = "Checksum" + algorithm;
    for (SdkField<?> field : of.sdkFields()) {
      if (field.memberName().equals(name)) {
        return field;
      }
    }
    return null;
  }
}
