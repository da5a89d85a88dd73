package io.github.s3sync.key;

/** Passes a key through, if it is a sequence of Unicode characters at all. */
enum VerbatimDecoder implements KeyDecoder {
  INSTANCE;

  @Override
  public String decode(String rawKey) {
    // JSON can escape half of a surrogate pair, which has no UTF-8 form: S3 never sent it, and the
    // JDK would quietly encode it as a question mark.
    for (int at = 0; at < rawKey.length(); at++) {
      if (Character.isSurrogate(rawKey.charAt(at))) {
        if (!Character.isSupplementaryCodePoint(rawKey.codePointAt(at))) {
          throw new UndecodableKeyException(
              "key has half of a surrogate pair at position " + at + ", expected Unicode text");
        }
        at++;
      }
    }
    return rawKey;
  }
}
