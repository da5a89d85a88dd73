package io.github.s3sync.key;

/**
 * Decodes keys of senders whose encoding is unknown. Only keys that are the same in every encoding
 * are accepted.
 */
final class UnknownEncoding {

  private UnknownEncoding() {}

  static String decode(String rawKey) {
    VerbatimDecoder.INSTANCE.decode(rawKey);
    if (rawKey.indexOf('%') >= 0 || rawKey.indexOf('+') >= 0) {
      throw new UndecodableKeyException(
          "key contains a plus or percent sign, and it is unknown whether its sender encodes keys;"
              + " set source.keyEncoding in the rule to form, percent or verbatim");
    }
    return rawKey;
  }
}
