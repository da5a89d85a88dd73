package io.github.s3sync.key;

import io.github.s3sync.event.ObjectEvent;

/**
 * From the key as sent to the key as stored.
 *
 * <p>Implementations are safe for use by many threads and never normalise: {@code a//b}, {@code
 * a/./b} and both Unicode forms of é are different keys in S3.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface KeyDecoder {

  /**
   * Decodes a key, once.
   *
   * @param rawKey the key as sent
   * @return the key as stored
   * @throws UndecodableKeyException if the key cannot have been sent so
   */
  String decode(String rawKey);

  /**
   * The encoding of S3's own notifications: {@code +} for a space, {@code %XX} for a byte of the
   * UTF-8 form. Stricter than {@code java.net.URLDecoder}, which turns bytes that are not UTF-8
   * into U+FFFD and reads {@code %+1}.
   *
   * @return the decoder
   */
  static KeyDecoder formUrlEncoded() {
    return FormUrlDecoder.INSTANCE;
  }

  /**
   * For senders that write the key as stored.
   *
   * @return the decoder
   */
  static KeyDecoder verbatim() {
    return VerbatimDecoder.INSTANCE;
  }

  /**
   * The object an event is about.
   *
   * @param event the event
   * @return its bucket and its key as stored
   * @throws UndecodableKeyException if the key cannot have been sent so
   */
  static ObjectRef objectOf(ObjectEvent event) {
    KeyDecoder decoder = event.source().encodesKeys() ? formUrlEncoded() : verbatim();
    return new ObjectRef(event.bucket(), decoder.decode(event.rawKey()));
  }
}
