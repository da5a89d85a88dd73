package io.github.s3sync.key;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Decodes URL-encoded text strictly. */
enum UrlDecoder implements KeyDecoder {
  /** {@code application/x-www-form-urlencoded}: {@code +} is a space. */
  FORM(' '),
  /** {@code +} is a plus sign. */
  PERCENT('+');

  /** The ASCII characters that every encoding escapes, in addition to control characters. */
  private static final String NEVER_RAW = " \"<>\\^`{|}\u007F";

  private final char plus;

  UrlDecoder(char plus) {
    this.plus = plus;
  }

  @Override
  public String decode(String rawKey) {
    VerbatimDecoder.INSTANCE.decode(rawKey);
    if (rawKey.indexOf('%') < 0 && rawKey.indexOf('+') < 0) {
      // A character above ASCII is harmless here: the key is the same, encoded or not.
      for (int at = 0; at < rawKey.length(); at++) {
        rejectUnescaped(rawKey, at, Character.MAX_VALUE);
      }
      return rawKey;
    }
    ByteBuffer bytes = ByteBuffer.allocate(rawKey.length());
    for (int at = 0; at < rawKey.length(); at++) {
      char c = rawKey.charAt(at);
      if (c == '%') {
        bytes.put((byte) (digit(rawKey, at, 1) << 4 | digit(rawKey, at, 2)));
        at += 2;
      } else {
        rejectUnescaped(rawKey, at, (char) 0x7F);
        bytes.put((byte) (c == '+' ? plus : c));
      }
    }
    return utf8(bytes.flip());
  }

  /** Rejects a key that was not encoded, because decoding would yield a different key. */
  private static void rejectUnescaped(String rawKey, int at, char last) {
    char c = rawKey.charAt(at);
    if (c < ' ' || c > last || NEVER_RAW.indexOf(c) >= 0) {
      throw new UndecodableKeyException(
          "key has a character at position "
              + at
              + " that encoded keys never contain unescaped, expected %XX; if the sender does not"
              + " encode keys, set source.keyEncoding in the rule");
    }
  }

  private static String utf8(ByteBuffer bytes) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(bytes)
          .toString();
    } catch (CharacterCodingException e) {
      throw new UndecodableKeyException(
          "key decodes to bytes that are not UTF-8, expected percent-encoded UTF-8");
    }
  }

  private static int digit(String rawKey, int escape, int offset) {
    int at = escape + offset;
    int value = at < rawKey.length() ? hex(rawKey.charAt(at)) : -1;
    if (value < 0) {
      throw new UndecodableKeyException(
          "key has a malformed escape at position "
              + escape
              + ", expected % and two hexadecimal digits");
    }
    return value;
  }

  /**
   * Returns the value of a hexadecimal digit. Unlike {@code Character.digit}, accepts only ASCII.
   */
  private static int hex(char c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
      return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
  }
}
