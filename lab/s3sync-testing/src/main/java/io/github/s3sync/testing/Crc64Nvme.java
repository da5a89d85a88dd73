package io.github.s3sync.testing;

import java.nio.ByteBuffer;
import java.util.zip.Checksum;

/** Computes CRC-64/NVME, for which the SDK needs native code. */
final class Crc64Nvme implements Checksum {

  private static final long REVERSED_POLYNOMIAL = 0x9A6C9329AC4BC9B5L;
  private static final long[] TABLE = table();

  private long register = -1;

  private static long[] table() {
    long[] table = new long[256];
    for (int i = 0; i < table.length; i++) {
      long value = i;
      for (int bit = 0; bit < 8; bit++) {
        value = (value & 1) == 0 ? value >>> 1 : value >>> 1 ^ REVERSED_POLYNOMIAL;
      }
      table[i] = value;
    }
    return table;
  }

  @Override
  public void update(int b) {
    register = TABLE[(int) (register ^ b) & 0xff] ^ register >>> 8;
  }

  @Override
  public void update(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      update(bytes[i]);
    }
  }

  @Override
  public long getValue() {
    return ~register;
  }

  @Override
  public void reset() {
    register = -1;
  }

  byte[] bytes() {
    return ByteBuffer.allocate(Long.BYTES).putLong(getValue()).array();
  }
}
