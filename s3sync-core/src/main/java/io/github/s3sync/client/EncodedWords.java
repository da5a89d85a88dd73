package io.github.s3sync.client;

import io.github.s3sync.event.Internal;
import java.io.ByteArrayOutputStream;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decodes the encoded words of RFC 2047, in which S3 returns user metadata that is not ASCII.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2047#section-2">Syntax of encoded-words</a>
 */
@Internal
public final class EncodedWords {

  private static final Pattern WORD =
      Pattern.compile("(?<![^ \t])=\\?([\\w.:-]+)\\?([BbQq])\\?([!->@-~]*)\\?=(?![^ \t])");

  private EncodedWords() {}

  /**
   * Returns the value of a header in the form in which a store that keeps its bytes returns it:
   * text that is not ASCII is UTF-8 read as ISO 8859-1. A value that cannot be decoded is returned
   * unchanged.
   */
  public static String toBytesAsRead(String value) {
    if (value.chars().anyMatch(c -> c > 0xff)) {
      return asRead(value); // from a client that decodes UTF-8
    }
    Matcher word = WORD.matcher(value);
    if (!word.find()) {
      return value;
    }
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      int end = 0;
      do {
        String between = value.substring(end, word.start());
        // Whitespace between two encoded words only separates them.
        if (end == 0 || !between.isBlank()) {
          bytes.writeBytes(between.getBytes(StandardCharsets.ISO_8859_1));
        }
        bytes.writeBytes(utf8(Charset.forName(word.group(1)), decoded(word)));
        end = word.end();
      } while (word.find());
      bytes.writeBytes(value.substring(end).getBytes(StandardCharsets.ISO_8859_1));
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray()));
      return bytes.toString(StandardCharsets.ISO_8859_1);
    } catch (IllegalArgumentException | CharacterCodingException e) {
      return value;
    }
  }

  private static String asRead(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static byte[] decoded(Matcher word) {
    String text = word.group(3);
    if (word.group(2).equalsIgnoreCase("B")) {
      return Base64.getDecoder().decode(text);
    }
    // The Q encoding is form encoding with different characters.
    String form = text.replace("%", "%25").replace("+", "%2B").replace('_', '+').replace('=', '%');
    return URLDecoder.decode(form, StandardCharsets.ISO_8859_1)
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Converts bytes to UTF-8. A character of UTF-8 may be split between two words. */
  private static byte[] utf8(Charset charset, byte[] bytes) throws CharacterCodingException {
    return charset.equals(StandardCharsets.UTF_8)
        ? bytes
        : charset
            .newDecoder()
            .decode(ByteBuffer.wrap(bytes))
            .toString()
            .getBytes(StandardCharsets.UTF_8);
  }
}
