package io.github.s3sync.checksum;

import io.github.s3sync.event.Internal;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * Reads and writes the additional checksums in requests and answers of S3. It supports every
 * algorithm of the AWS SDK in use, so new algorithms of the SDK need no change here. The SDK names
 * the field of an algorithm {@code Checksum} followed by the name of the algorithm. An algorithm
 * that the SDK does not support has no field and counts as no checksum.
 */
@Internal
public final class Checksums {

  /**
   * All algorithms. Algorithms that can be combined from parts come first, the longest of them
   * first.
   */
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

  /** Returns every algorithm, the preferred ones first. */
  public static List<ChecksumAlgorithm> all() {
    return ALL;
  }

  /** Returns the algorithm for which there is a value; null if there is none. */
  static @Nullable ChecksumAlgorithm algorithmOf(SdkPojo answer) {
    for (ChecksumAlgorithm algorithm : ALL) {
      if (value(answer, algorithm) != null) {
        return algorithm;
      }
    }
    return null;
  }

  /** Returns the value of one algorithm in base64; null if there is none. */
  public static @Nullable String value(SdkPojo answer, ChecksumAlgorithm algorithm) {
    SdkField<?> field = field(answer, algorithm);
    return field == null ? null : (String) field.getValueOrDefault(answer);
  }

  /** Sets a value in a request; does nothing if the request does not have the field. */
  public static void set(SdkPojo request, ChecksumAlgorithm algorithm, String value) {
    SdkField<?> field = field(request, algorithm);
    if (field != null) {
      field.set(request, value);
    }
  }

  /** Returns a part with all checksums that an answer reported for it. */
  public static CompletedPart completed(int number, String eTag, SdkPojo answer) {
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
