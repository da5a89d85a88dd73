package io.github.s3sync.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AwsChunkedTest {

  private final Map<String, String> headers = new TreeMap<>();

  private String decode(String framed) {
    byte[] body = AwsChunked.decode(framed.getBytes(StandardCharsets.US_ASCII), headers);
    return new String(body, StandardCharsets.US_ASCII);
  }

  @Test
  void decode_unsignedWithTrailer_keepsTheTrailer() {
    assertThat(decode("3\r\nabc\r\n2\r\n\r\n\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n"))
        .isEqualTo("abc\r\n");
    assertThat(headers).containsExactly(Map.entry("x-amz-checksum-crc32", "AAAAAA=="));
  }

  @Test
  void decode_signed_dropsTheSignatures() {
    String body = "3;chunk-signature=12\r\nabc\r\n0;chunk-signature=34\r\n";
    String trailers = "x-amz-checksum-crc32:AAAAAA==\r\nx-amz-trailer-signature:56\r\n\r\n";

    assertThat(decode(body + trailers)).isEqualTo("abc");
    assertThat(headers).containsEntry("x-amz-checksum-crc32", "AAAAAA==");
  }

  @Test
  void decode_cutOrShort_isIncomplete() {
    assertThatThrownBy(() -> decode("5\r\nabc")).isInstanceOf(Refusal.class);
    assertThatThrownBy(() -> decode("3\r\nabc\r\n")).isInstanceOf(Refusal.class);
    headers.put("x-amz-decoded-content-length", "4");
    assertThatThrownBy(() -> decode("3\r\nabc\r\n0\r\n\r\n")).isInstanceOf(Refusal.class);
  }
}
