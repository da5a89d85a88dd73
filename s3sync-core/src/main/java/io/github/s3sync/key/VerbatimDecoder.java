package io.github.s3sync.key;

/** Returns a key unchanged if it is valid Unicode text. */
enum VerbatimDecoder implements KeyDecoder {
  INSTANCE;

  @Override
  public String decode(String rawKey) {
    // JSON can escape an unpaired surrogate, which has no UTF-8 form: S3 never sends it, and the
    // JDK would silently encode it as a question mark.
    for (int at = 0; at < rawKey.length(); at++) {
      if (Character.isSurrogate(rawKey.charAt(at))) {
        if (!Character.isSupplementaryCodePoint(rawKey.codePointAt(at))) {
          throw new UndecodableKeyException(
              "key has an unpaired surrogate at position " + at + ", expected Unicode text");
        }
        at++;
      }
    }
    return rawKey;
  }
}
