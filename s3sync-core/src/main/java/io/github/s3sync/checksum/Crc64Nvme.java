package io.github.s3sync.checksum;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.Checksum;

/**
 * Computes CRC-64/NVME, eight bytes at a time.
 *
 * @see <a href="https://reveng.sourceforge.io/crc-catalogue/17plus.htm#crc.cat.crc-64-nvme">Its
 *     parameters</a>
 */
final class Crc64Nvme implements Checksum {

  /** The polynomial without its highest power, reversed. */
  static final long POLYNOMIAL = 0x9A6C9329AC4BC9B5L;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** The contribution of a byte that is followed by a given number of bytes. */
  private static final long[][] TABLES = tables();

  private long register = -1;

  private static long[][] tables() {
    long[][] tables = new long[Long.BYTES][256];
    for (int i = 0; i < 256; i++) {
      long value = i;
      for (int bit = 0; bit < Byte.SIZE; bit++) {
        value = (value & 1) == 0 ? value >>> 1 : value >>> 1 ^ POLYNOMIAL;
      }
      tables[0][i] = value;
    }
    for (int behind = 1; behind < Long.BYTES; behind++) {
      for (int i = 0; i < 256; i++) {
        long value = tables[behind - 1][i];
        tables[behind][i] = value >>> 8 ^ tables[0][(int) value & 0xff];
      }
    }
    return tables;
  }

  @Override
  public void update(int b) {
    register = register >>> 8 ^ TABLES[0][(int) (register ^ b) & 0xff];
  }

  @Override
  public void update(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int at = offset;
    long value = register;
    for (; at <= end - Long.BYTES; at += Long.BYTES) {
      value ^= (long) LONGS.get(bytes, at);
      value =
          TABLES[7][(int) value & 0xff]
              ^ TABLES[6][(int) (value >>> 8) & 0xff]
              ^ TABLES[5][(int) (value >>> 16) & 0xff]
              ^ TABLES[4][(int) (value >>> 24) & 0xff]
              ^ TABLES[3][(int) (value >>> 32) & 0xff]
              ^ TABLES[2][(int) (value >>> 40) & 0xff]
              ^ TABLES[1][(int) (value >>> 48) & 0xff]
              ^ TABLES[0][(int) (value >>> 56)];
    }
    register = value;
    for (; at < end; at++) {
      update(bytes[at]);
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
}
