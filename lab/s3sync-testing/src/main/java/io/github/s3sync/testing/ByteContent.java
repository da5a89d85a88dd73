package io.github.s3sync.testing;

import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** Bytes that were received; slices share the array. */
final class ByteContent implements Content {

  private final byte[] bytes;
  private final int from;
  private final int to;

  ByteContent(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.from = from;
    this.to = to;
  }

  @Override
  public long length() {
    return (long) to - from;
  }

  @Override
  public Content slice(long from, long to) {
    return new ByteContent(
        bytes, Math.toIntExact(this.from + from), Math.toIntExact(this.from + to));
  }

  @Override
  public InputStream openStream() {
    return new ByteArrayInputStream(bytes, from, to - from);
  }

  @Override
  public InputStream openFingerprint() {
    return openStream();
  }

  @Override
  public boolean exact() {
    return true;
  }
}
