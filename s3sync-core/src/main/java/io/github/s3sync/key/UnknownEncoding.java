package io.github.s3sync.key;

/** Keys of senders whose encoding is not known: read where every encoding gives the same key. */
final class UnknownEncoding {

  private UnknownEncoding() {}

  static String decode(String rawKey) {
    VerbatimDecoder.INSTANCE.decode(rawKey);
    if (rawKey.indexOf('%') >= 0 || rawKey.indexOf('+') >= 0) {
      throw new UndecodableKeyException(
          "key has a plus or percent sign, and whether its sender encodes keys is not known; set"
              + " source.keyEncoding in the rule to form, percent or verbatim");
    }
    return rawKey;
  }
}
