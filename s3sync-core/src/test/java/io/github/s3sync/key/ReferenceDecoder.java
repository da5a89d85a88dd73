package io.github.s3sync.key;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decodes keys literally by the standards. {@code +} is a space and {@code %XX} an octet (RFC 1866,
 * section 8.2.1). Any other character that an encoding may keep represents itself. The octets
 * together must be UTF-8.
 */
final class ReferenceDecoder {

  private static final Pattern TOKEN =
      Pattern.compile("%(?<octet>[0-9A-Fa-f]{2})|(?<space>\\+)|(?<other>[^%\\p{Cs}])");

  /**
   * Characters that no encoding keeps: always in ASCII, otherwise only if there is something to
   * decode.
   */
  private static final Pattern NOT_ENCODED =
      Pattern.compile(
          "[\\x00-\\x20\"<>\\\\^`{|}\\x7F]|[+%].*[^\\x00-\\x7F]|[^\\x00-\\x7F].*[+%]",
          Pattern.DOTALL);

  /** RFC 3629, section 4, UTF8-char; an octet is written as the Latin-1 character of its value. */
  private static final Pattern UTF8_CHAR =
      Pattern.compile(
          ("[\\x00-\\x7F]"
                  + "|[\\xC2-\\xDF]TAIL"
                  + "|\\xE0[\\xA0-\\xBF]TAIL|[\\xE1-\\xEC]TAIL{2}"
                  + "|\\xED[\\x80-\\x9F]TAIL|[\\xEE-\\xEF]TAIL{2}"
                  + "|\\xF0[\\x90-\\xBF]TAIL{2}|[\\xF1-\\xF3]TAIL{3}|\\xF4[\\x80-\\x8F]TAIL{2}")
              .replace("TAIL", "[\\x80-\\xBF]"));

  private ReferenceDecoder() {}

  /** Returns the key, or empty if the text is not an encoded key. */
  static Optional<String> decode(String rawKey) {
    if (NOT_ENCODED.matcher(rawKey).find()) {
      return Optional.empty();
    }
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    Matcher token = TOKEN.matcher(rawKey);
    for (int at = 0; at < rawKey.length(); at = token.end()) {
      if (!token.region(at, rawKey.length()).lookingAt()) {
        return Optional.empty();
      }
      if (token.group("octet") != null) {
        octets.write(Integer.parseInt(token.group("octet"), 16));
      } else {
        String literal = token.group("space") != null ? " " : token.group("other");
        octets.writeBytes(literal.getBytes(StandardCharsets.UTF_8));
      }
    }
    Matcher utf8 = UTF8_CHAR.matcher(octets.toString(StandardCharsets.ISO_8859_1));
    for (int at = 0; at < octets.size(); at = utf8.end()) {
      if (!utf8.region(at, octets.size()).lookingAt()) {
        return Optional.empty();
      }
    }
    return Optional.of(octets.toString(StandardCharsets.UTF_8));
  }
}
