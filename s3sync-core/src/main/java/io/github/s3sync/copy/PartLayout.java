package io.github.s3sync.copy;

/**
 * How an object is cut: parts of one size and a last one of what is left.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html">Multipart upload
 *     limits</a>
 */
record PartLayout(long sizeBytes, long partSizeBytes) {

  static final int MAX_PARTS = 10_000;
  static final long MAX_PART_BYTES = 5L * 1024 * 1024 * 1024;
  private static final long MIB = 1024 * 1024;

  PartLayout {
    if (sizeBytes < 1 || partSizeBytes < 1) {
      throw new IllegalArgumentException(
          "cannot cut " + sizeBytes + " bytes into parts of " + partSizeBytes);
    }
  }

  /** Parts of at least the wanted size, larger where there would be too many. */
  static PartLayout of(long sizeBytes, long wantedBytes) {
    if (sizeBytes > MAX_PARTS * MAX_PART_BYTES) {
      throw new IllegalArgumentException(
          "size is " + sizeBytes + " bytes, expected 10,000 parts of 5 GiB at most");
    }
    long least = ceilDiv(sizeBytes, MAX_PARTS);
    long part = least <= wantedBytes ? wantedBytes : ceilDiv(least, MIB) * MIB;
    return new PartLayout(sizeBytes, part);
  }

  int parts() {
    return (int) ceilDiv(sizeBytes, partSizeBytes);
  }

  /**
   * The value of {@code Range}, and of {@code x-amz-copy-source-range}, for a part, counted from 0.
   */
  String range(int part) {
    long first = part * partSizeBytes;
    long last = Math.min(first + partSizeBytes, sizeBytes) - 1;
    return "bytes=" + first + "-" + last;
  }

  /** How many bytes a part has, counted from 0. */
  long bytes(int part) {
    return Math.min(partSizeBytes, sizeBytes - part * partSizeBytes);
  }

  private static long ceilDiv(long dividend, long divisor) {
    return (dividend + divisor - 1) / divisor;
  }
}
