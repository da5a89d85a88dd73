package io.github.s3sync.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/** The aws-chunked framing of a body, signed or not, with or without trailers. */
final class AwsChunked {

  private final byte[] framed;
  private int position;

  private AwsChunked(byte[] framed) {
    this.framed = framed;
  }

  static boolean isChunked(Map<String, String> headers) {
    return headers.getOrDefault("x-amz-content-sha256", "").startsWith("STREAMING-");
  }

  /** Returns the body without framing; trailers are added to the headers. */
  static byte[] decode(byte[] framed, Map<String, String> headers) {
    byte[] body = new AwsChunked(framed).decode(headers);
    String declared = headers.get("x-amz-decoded-content-length");
    if (declared != null && Long.parseLong(declared) != body.length) {
      throw new Refusal(
          400,
          "IncompleteBody",
          "You did not provide the number of bytes specified by the Content-Length HTTP header");
    }
    return body;
  }

  private byte[] decode(Map<String, String> headers) {
    ByteArrayOutputStream body = new ByteArrayOutputStream(framed.length);
    while (true) {
      int size = Integer.parseInt(line().split(";", -1)[0], 16);
      if (size == 0) {
        break;
      }
      if (position + size > framed.length) {
        throw new Refusal(400, "IncompleteBody", "The request body terminated unexpectedly");
      }
      body.write(framed, position, size);
      position += size + 2;
    }
    while (position < framed.length) {
      String trailer = line();
      int colon = trailer.indexOf(':');
      if (colon > 0) {
        headers.put(
            trailer.substring(0, colon).trim().toLowerCase(Locale.ROOT),
            trailer.substring(colon + 1).trim());
      }
    }
    return body.toByteArray();
  }

  private String line() {
    int end = position;
    while (end < framed.length && framed[end] != '\n') {
      end++;
    }
    if (end == framed.length && position == end) {
      throw new Refusal(400, "IncompleteBody", "The request body terminated unexpectedly");
    }
    String line = new String(framed, position, end - position, StandardCharsets.ISO_8859_1).trim();
    position = end + 1;
    return line;
  }
}
