package io.github.s3sync.testing;

import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A checksum as S3 stores it.
 *
 * @param value base64; for {@code COMPOSITE} followed by the number of parts
 * @param type {@code FULL_OBJECT} or {@code COMPOSITE}
 */
record ObjectChecksum(ChecksumKind kind, String value, String type) {

  static final String FULL_OBJECT = "FULL_OBJECT";
  static final String COMPOSITE = "COMPOSITE";

  static ObjectChecksum full(ChecksumKind kind, Content content) {
    return new ObjectChecksum(kind, kind.of(content), FULL_OBJECT);
  }

  static ObjectChecksum composite(ChecksumKind kind, List<String> partValues) {
    ByteArrayOutputStream raw = new ByteArrayOutputStream();
    partValues.forEach(value -> raw.writeBytes(Base64.getDecoder().decode(value)));
    String value = kind.of(Content.of(raw.toByteArray()));
    return new ObjectChecksum(kind, value + "-" + partValues.size(), COMPOSITE);
  }

  /**
   * Verifies the checksums that a request contains for its body.
   *
   * @param otherwise the kind to compute if the request names none; null for no checksum
   */
  static @Nullable ObjectChecksum verify(S3Request request, @Nullable ChecksumKind otherwise) {
    verifyMd5(request);
    ChecksumKind sent = ChecksumKind.sent(request);
    if (sent != null) {
      ObjectChecksum checksum = full(sent, request.body());
      if (!checksum.value.equals(request.header(sent.header()))) {
        throw Refusal.badDigest(sent.name());
      }
      if (otherwise == null || otherwise == sent) {
        return checksum;
      }
    }
    ChecksumKind asked = ChecksumKind.named(request.header("x-amz-sdk-checksum-algorithm"));
    ChecksumKind kind = otherwise == null ? asked : otherwise;
    return kind == null ? null : full(kind, request.body());
  }

  private static void verifyMd5(S3Request request) {
    String md5 = request.header("content-md5");
    if (md5 != null && !md5.equals(Base64.getEncoder().encodeToString(request.body().md5()))) {
      throw Refusal.badDigest("Content-MD5");
    }
  }

  Map<String, String> headers() {
    return Map.of(kind.header(), value, "x-amz-checksum-type", type);
  }

  void write(XmlWriter xml) {
    xml.text(kind.element(), value).text("ChecksumType", type);
  }
}
