package io.github.s3sync.config;

/**
 * Holds the bucket and the key of an {@code s3://} address. Nothing is decoded: {@code %20} and
 * {@code +} are characters of the key.
 *
 * @param bucket the bucket's name
 * @param key a key, a prefix or a template; may be empty
 */
record S3Uri(String bucket, String key) {

  static final String SCHEME = "s3://";

  /**
   * Parses an address.
   *
   * @throws IllegalArgumentException if the address is malformed; the message starts with a verb
   */
  static S3Uri parse(String text) {
    if (!text.startsWith(SCHEME)) {
      throw new IllegalArgumentException("is not of the form s3://bucket/key");
    }
    String rest = text.substring(SCHEME.length());
    if (rest.startsWith("arn:")) {
      throw new IllegalArgumentException(
          "is an ARN, expected a bucket name; only rules in JSON accept the ARN of an access"
              + " point");
    }
    int slash = rest.indexOf('/');
    S3Uri uri =
        slash < 0
            ? new S3Uri(rest, "")
            : new S3Uri(rest.substring(0, slash), rest.substring(slash + 1));
    if (uri.bucket.isEmpty()) {
      throw new IllegalArgumentException("has no bucket");
    }
    return uri;
  }
}
