package io.github.s3sync.testing;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Encodes and decodes percent-encoding as S3 does. */
final class Percent {

  private Percent() {}

  /** Decodes a path, in which a plus is a plus. */
  static String decodePath(String raw) {
    return decode(raw, false);
  }

  /** Decodes a form value, in which a plus is a space. */
  static String decodeForm(String raw) {
    return decode(raw, true);
  }

  /** Encodes a key for a listing with {@code encoding-type=url}. */
  static String encodeKey(String key) {
    return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/");
  }

  static Map<String, String> decodePairs(@Nullable String raw) {
    Map<String, String> pairs = new LinkedHashMap<>();
    if (raw == null || raw.isEmpty()) {
      return pairs;
    }
    for (String pair : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      pairs.put(decodeForm(name), equals < 0 ? "" : decodeForm(pair.substring(equals + 1)));
    }
    return pairs;
  }

  private static String decode(String raw, boolean plusIsSpace) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(raw.length());
    byte[] bytes = raw.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '%') {
        out.write(hex(bytes, i + 1) << 4 | hex(bytes, i + 2));
        i += 2;
      } else {
        out.write(plusIsSpace && bytes[i] == '+' ? ' ' : bytes[i]);
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(out.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new Refusal(400, "InvalidURI", "Couldn't parse the specified URI.");
    }
  }

  private static int hex(byte[] bytes, int index) {
    int digit = index < bytes.length ? Character.digit(bytes[index], 16) : -1;
    if (digit < 0) {
      throw new Refusal(400, "InvalidURI", "Couldn't parse the specified URI.");
    }
    return digit;
  }
}
