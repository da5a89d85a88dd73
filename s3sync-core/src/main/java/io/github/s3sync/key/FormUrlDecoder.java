package io.github.s3sync.key;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Strict decoding of {@code application/x-www-form-urlencoded} text. */
enum FormUrlDecoder implements KeyDecoder {
  INSTANCE;

  @Override
  public String decode(String rawKey) {
    VerbatimDecoder.INSTANCE.decode(rawKey);
    if (rawKey.indexOf('%') < 0) {
      return rawKey.replace('+', ' ');
    }
    // A raw character above ASCII, which no escape was made of, takes up to three bytes.
    ByteBuffer bytes = ByteBuffer.allocate(rawKey.length() * 3);
    for (int at = 0; at < rawKey.length(); at++) {
      char c = rawKey.charAt(at);
      if (c == '%') {
        bytes.put((byte) (digit(rawKey, at, 1) << 4 | digit(rawKey, at, 2)));
        at += 2;
      } else if (c == '+') {
        bytes.put((byte) ' ');
      } else if (c < 0x80) {
        bytes.put((byte) c);
      } else {
        int end = Character.isHighSurrogate(c) ? at + 2 : at + 1;
        bytes.put(StandardCharsets.UTF_8.encode(rawKey.substring(at, end)));
        at = end - 1;
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(bytes.flip())
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

  /** Unlike {@code Character.digit}, takes ASCII only. */
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
