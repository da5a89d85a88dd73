package io.github.s3sync.testing;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A part of a multipart upload. */
record Part(
    int number,
    Content content,
    String eTag,
    @Nullable ObjectChecksum checksum,
    Instant lastModified) {

  static Part of(int number, Content content, @Nullable ObjectChecksum checksum) {
    return new Part(
        number,
        content,
        HexFormat.of().formatHex(content.md5()),
        checksum,
        Instant.now().truncatedTo(ChronoUnit.SECONDS));
  }

  String quotedETag() {
    return '"' + eTag + '"';
  }
}
