package io.github.s3sync.testing;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Computes bytes from a seed and their position, so that content of any size needs no memory. */
record SyntheticContent(long seed, long from, long to) implements Content {

  private static final long STEP = 0x9E3779B97F4A7C15L;
  private static final long FIRST = 0xBF58476D1CE4E5B9L;
  private static final long SECOND = 0x94D049BB133111EBL;

  @Override
  public long length() {
    return to - from;
  }

  @Override
  public Content slice(long from, long to) {
    return new SyntheticContent(seed, this.from + from, this.from + to);
  }

  @Override
  public InputStream openStream() {
    return new Generator();
  }

  @Override
  public InputStream openFingerprint() {
    return exact()
        ? openStream()
        : new ByteArrayInputStream(toString().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public boolean exact() {
    return length() <= EXACT_BYTES;
  }

  /**
   * Returns the piece of this content that equals some bytes, so that they need not be stored; null
   * if they are not a piece of it. The position follows from the first eight bytes without a
   * search; only pieces that begin at a multiple of eight are found.
   */
  @Nullable Content find(Content bytes) {
    try (InputStream in = bytes.openStream()) {
      byte[] first = in.readNBytes(Long.BYTES);
      if (first.length < Long.BYTES) {
        return null;
      }
      long begin = index(ByteBuffer.wrap(first).order(LITTLE_ENDIAN).getLong()) * Long.BYTES;
      if (begin < from || begin > to - bytes.length()) {
        return null;
      }
      Content piece = new SyntheticContent(seed, begin, begin + bytes.length());
      return piece.sameBytes(bytes) ? piece : null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte byteAt(long position) {
    return (byte) (word(position >>> 3) >>> ((position & 7) * 8));
  }

  /** Returns the eight bytes that SplitMix64 generates for this index. */
  private long word(long index) {
    long z = seed + index * STEP;
    z = (z ^ (z >>> 30)) * FIRST;
    z = (z ^ (z >>> 27)) * SECOND;
    return z ^ (z >>> 31);
  }

  /** Returns the index of eight bytes, the inverse of word. */
  private long index(long word) {
    long z = word ^ (word >>> 31) ^ (word >>> 62);
    z *= inverse(SECOND);
    z ^= (z >>> 27) ^ (z >>> 54);
    z *= inverse(FIRST);
    z ^= (z >>> 30) ^ (z >>> 60);
    return (z - seed) * inverse(STEP);
  }

  /**
   * Newton's method: an odd number has 3 correct bits, and each step doubles the number of correct
   * bits.
   */
  private static long inverse(long odd) {
    long inverse = odd;
    for (int bits = 3; bits < Long.SIZE; bits *= 2) {
      inverse *= 2 - odd * inverse;
    }
    return inverse;
  }

  private final class Generator extends InputStream {

    private long position = from;

    @Override
    public int read() {
      return position < to ? byteAt(position++) & 0xff : -1;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      if (position >= to) {
        return length == 0 ? 0 : -1;
      }
      int count = (int) Math.min(length, to - position);
      ByteBuffer rest = ByteBuffer.wrap(buffer, offset, count).order(LITTLE_ENDIAN);
      while (rest.hasRemaining()) {
        if ((position & 7) == 0 && rest.remaining() >= Long.BYTES) {
          rest.putLong(word(position >>> 3));
          position += Long.BYTES;
        } else {
          rest.put(byteAt(position++));
        }
      }
      return count;
    }
  }
}
