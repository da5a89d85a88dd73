package io.github.s3sync.checksum;

import io.github.s3sync.event.Internal;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;

/**
 * The checksums that can be combined from the checksums of parts. All process the bits of a byte
 * from the lowest, start with ones and invert the result.
 */
@Internal
public enum Crc {
  CRC32(32, 0xEDB88320L) {
    @Override
    Checksum begin() {
      return new CRC32();
    }
  },
  CRC32C(32, 0x82F63B78L) {
    @Override
    Checksum begin() {
      return new CRC32C();
    }
  },
  CRC64NVME(64, Crc64Nvme.POLYNOMIAL) {
    @Override
    Checksum begin() {
      return new Crc64Nvme();
    }
  };

  private final int bits;
  private final long polynomial;

  Crc(int bits, long polynomial) {
    this.bits = bits;
    this.polynomial = polynomial;
  }

  abstract Checksum begin();

  public static @Nullable Crc named(ChecksumAlgorithm algorithm) {
    return switch (algorithm) {
      case CRC32 -> CRC32;
      case CRC32_C -> CRC32C;
      case CRC64_NVME -> CRC64NVME;
      default -> null;
    };
  }

  public long of(byte[] bytes, int length) {
    Checksum checksum = begin();
    checksum.update(bytes, 0, length);
    return checksum.getValue();
  }

  /** Returns the checksum in the format of S3. */
  public String text(long value) {
    ByteBuffer bytes = ByteBuffer.allocate(bits / Byte.SIZE);
    return Base64.getEncoder()
        .encodeToString(
            (bits == Integer.SIZE ? bytes.putInt((int) value) : bytes.putLong(value)).array());
  }

  /**
   * Returns the checksum of two consecutive pieces: the left checksum, shifted by the number of
   * bytes of the right piece, which is a product of polynomials, combined with the right checksum.
   */
  public long joined(long left, long right, long rightBytes) {
    long factor = one();
    long square = one() >>> 1; // x
    for (long n = rightBytes * Byte.SIZE; n > 0; n >>>= 1) {
      if ((n & 1) == 1) {
        factor = product(factor, square);
      }
      square = product(square, square);
    }
    return product(factor, left) ^ right;
  }

  /** Returns the polynomial 1: the highest bit represents the lowest power. */
  private long one() {
    return 1L << (bits - 1);
  }

  /** Returns the product modulo the polynomial. */
  private long product(long a, long b) {
    long sum = 0;
    for (long power = one(); power != 0; power >>>= 1) {
      if ((a & power) != 0) {
        sum ^= b;
      }
      b = (b & 1) == 0 ? b >>> 1 : b >>> 1 ^ polynomial;
    }
    return sum;
  }
}
