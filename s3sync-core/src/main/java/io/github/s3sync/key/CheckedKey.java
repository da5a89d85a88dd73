package io.github.s3sync.key;

/** Decodes keys with the decoder of a rule, which users may have implemented. */
final class CheckedKey {

  private CheckedKey() {}

  @SuppressWarnings("NullAway") // a custom decoder may be compiled without the check
  static String decode(KeyDecoder decoder, String rawKey) {
    String key = decoder.decode(rawKey);
    if (key == null || (key.isEmpty() && !rawKey.isEmpty())) {
      throw new UndecodableKeyException(
          "the key decoder of the rule returned "
              + (key == null ? "null" : "an empty key")
              + ", expected a key");
    }
    return VerbatimDecoder.INSTANCE.decode(key);
  }
}
