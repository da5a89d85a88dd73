package io.github.s3sync.testing;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Bytes that are computed from a seed and their position, so that any size costs no memory. */
record SyntheticContent(long seed, long from, long to) implements Content {

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

  private byte byteAt(long position) {
    long z = seed + (position >>> 3) * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    z ^= z >>> 31;
    return (byte) (z >>> ((position & 7) * 8));
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
      for (int i = 0; i < count; i++) {
        buffer[offset + i] = byteAt(position++);
      }
      return count;
    }
  }
}
