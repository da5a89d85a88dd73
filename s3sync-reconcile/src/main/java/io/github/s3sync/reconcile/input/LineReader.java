package io.github.s3sync.reconcile.input;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines of UTF-8 that end with a line feed. A line that is too long or not UTF-8 is an error.
 * A byte order mark at the beginning is skipped.
 */
final class LineReader {

  private static final int LINE_FEED = '\n';
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final InputStream in;
  private final int maxBytes;
  private long number;

  LineReader(InputStream in, int maxBytes) {
    this.in = new BufferedInputStream(in, 1 << 16);
    this.maxBytes = maxBytes;
  }

  /** Returns the number of the last line, from 1. */
  long number() {
    return number;
  }

  /** Returns the next line that is not empty, without its end; null after the last line. */
  @Nullable String next() {
    while (true) {
      number++;
      byte[] bytes = read();
      if (bytes == null) {
        return null;
      }
      String line = withoutEnd(decoded(bytes));
      if (!line.isEmpty()) {
        return line;
      }
    }
  }

  private byte @Nullable [] read() {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try {
      int read = in.read();
      if (read < 0) {
        return null;
      }
      while (read >= 0 && read != LINE_FEED) {
        if (line.size() == maxBytes) {
          throw new InvalidInputException(
              number, "longer than " + maxBytes + " bytes, expected a shorter line", null);
        }
        line.write(read);
        read = in.read();
      }
      return line.toByteArray();
    } catch (IOException e) {
      throw new InvalidInputException(number, "cannot be read: " + e.getMessage(), e);
    }
  }

  private String decoded(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(number, "not UTF-8, expected a text file in UTF-8", e);
    }
  }

  private String withoutEnd(String line) {
    int from = number == 1 && !line.isEmpty() && line.charAt(0) == BYTE_ORDER_MARK ? 1 : 0;
    int to = line.endsWith("\r") ? line.length() - 1 : line.length();
    return line.substring(from, Math.max(from, to));
  }
}
