package io.github.s3sync.simulation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Represents the bytes of an object. Each block of bytes names its object and its position, so that
 * a mixture of two objects is recognized.
 *
 * @param name a name that is equal for equal bytes
 * @param size the number of bytes
 */
record Content(String name, long size) {

  static final long SMALL = 10;

  /** The part size. Larger objects are copied in parts. */
  static final long PART = 10;

  static final long LARGE = 25;

  private static final int BLOCK = 5;

  /** Returns the content that has these bytes. */
  static Content of(byte[] bytes) {
    String name = new String(bytes, 0, BLOCK - 1, StandardCharsets.UTF_8).strip();
    Content content = new Content(name, bytes.length);
    return Arrays.equals(content.bytes(), bytes)
        ? content
        : new Content("mixture of " + new String(bytes, StandardCharsets.UTF_8), bytes.length);
  }

  byte[] bytes() {
    byte[] bytes = new byte[(int) size];
    for (int i = 0; i < size; i++) {
      int inBlock = i % BLOCK;
      char last = inBlock < name.length() ? name.charAt(inBlock) : ' ';
      bytes[i] = (byte) (inBlock == BLOCK - 1 ? '0' + i / BLOCK : last);
    }
    return bytes;
  }

  /** Returns the bytes of a range, given as in a header, as far as they exist. */
  byte[] bytes(String range) {
    int dash = range.indexOf('-');
    long first = Long.parseLong(range.substring("bytes=".length(), dash));
    long end = Long.parseLong(range.substring(dash + 1)) + 1;
    return Arrays.copyOfRange(bytes(), (int) Math.min(first, size), (int) Math.min(end, size));
  }

  /** Returns the entity tag, an MD5 of the bytes. */
  String eTag() {
    return md5(bytes());
  }

  static String md5(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
