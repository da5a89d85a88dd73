package io.github.s3sync.option;

import java.util.List;

/** Checks a word against the words that S3 defines. */
final class AllowedWords {

  static final List<String> ACLS =
      List.of(
          "private",
          "public-read",
          "public-read-write",
          "authenticated-read",
          "aws-exec-read",
          "bucket-owner-read",
          "bucket-owner-full-control");

  static final List<String> CHECKSUMS =
      List.of(
          "CRC32",
          "CRC32C",
          "CRC64NVME",
          "SHA1",
          "SHA256",
          "SHA512",
          "MD5",
          "XXHASH64",
          "XXHASH3",
          "XXHASH128");

  private AllowedWords() {}

  static String check(String field, String value, List<String> allowed) {
    if (!allowed.contains(value)) {
      throw new InvalidOptionException(
          field, "is '" + value + "', expected one of " + String.join(", ", allowed));
    }
    return value;
  }
}
