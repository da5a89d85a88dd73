package io.github.s3sync.transfer;

import io.github.s3sync.event.Internal;

/**
 * Divides an object into parts of equal size and a last part with the rest.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html">Multipart upload
 *     limits</a>
 */
@Internal
public record PartLayout(long sizeBytes, long partSizeBytes) {

  static final int MAX_PARTS = 10_000;
  static final long MAX_PART_BYTES = 5L * 1024 * 1024 * 1024;
  private static final long MIB = 1024 * 1024;

  public PartLayout {
    if (sizeBytes < 1 || partSizeBytes < 1) {
      throw new IllegalArgumentException(
          "cannot divide " + sizeBytes + " bytes into parts of " + partSizeBytes);
    }
  }

  /**
   * Returns a layout with parts of at least the given size; they are larger if there would be too
   * many.
   */
  public static PartLayout of(long sizeBytes, long wantedBytes) {
    if (sizeBytes > MAX_PARTS * MAX_PART_BYTES) {
      throw new IllegalArgumentException(
          "size is " + sizeBytes + " bytes, expected 10,000 parts of 5 GiB at most");
    }
    long least = ceilDiv(sizeBytes, MAX_PARTS);
    long part = least <= wantedBytes ? wantedBytes : ceilDiv(least, MIB) * MIB;
    return new PartLayout(sizeBytes, part);
  }

  public int parts() {
    return (int) ceilDiv(sizeBytes, partSizeBytes);
  }

  /**
   * Returns the value of {@code Range} and {@code x-amz-copy-source-range} for a part, counted from
   * 0.
   */
  String range(int part) {
    long first = part * partSizeBytes;
    long last = Math.min(first + partSizeBytes, sizeBytes) - 1;
    return "bytes=" + first + "-" + last;
  }

  /** Returns the number of bytes of a part, counted from 0. */
  long bytes(int part) {
    return Math.min(partSizeBytes, sizeBytes - part * partSizeBytes);
  }

  private static long ceilDiv(long dividend, long divisor) {
    return (dividend + divisor - 1) / divisor;
  }
}
