package io.github.s3sync.key;

import io.github.s3sync.event.EventSource;
import io.github.s3sync.event.KeyEncoding;
import io.github.s3sync.event.ObjectEvent;
import org.jspecify.annotations.Nullable;

/**
 * Decodes a key as sent to the key as stored.
 *
 * <p>Implementations must be thread-safe and must not normalize keys: {@code a//b}, {@code a/./b}
 * and the two Unicode forms of é are different keys in S3.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface KeyDecoder {

  /**
   * Decodes a key once.
   *
   * @param rawKey the key as sent
   * @return the key as stored
   * @throws UndecodableKeyException if no sender encodes a key this way
   */
  String decode(String rawKey);

  /**
   * Returns the decoder for S3 event notifications: {@code +} is a space and {@code %XX} a byte of
   * the UTF-8 form. It is stricter than {@code java.net.URLDecoder}, which replaces bytes that are
   * not UTF-8 with U+FFFD and accepts {@code %+1}.
   *
   * @return the decoder
   */
  static KeyDecoder formUrlEncoded() {
    return UrlDecoder.FORM;
  }

  /**
   * Returns the decoder for senders that write keys as stored.
   *
   * @return the decoder
   */
  static KeyDecoder verbatim() {
    return VerbatimDecoder.INSTANCE;
  }

  /**
   * Returns the decoder of an encoding.
   *
   * @param encoding the encoding
   * @return the decoder
   */
  static KeyDecoder of(KeyEncoding encoding) {
    return switch (encoding) {
      case FORM -> UrlDecoder.FORM;
      case PERCENT -> UrlDecoder.PERCENT;
      case VERBATIM -> VerbatimDecoder.INSTANCE;
    };
  }

  /**
   * Returns the object of an event, whose key is decoded with the known encoding of its sender.
   *
   * @param event the event
   * @return its bucket and its key as stored
   * @throws UndecodableKeyException if no sender encodes a key this way, or if the sender's
   *     encoding is unknown and affects the key
   */
  static ObjectRef objectOf(ObjectEvent event) {
    return objectOf(event, null);
  }

  /**
   * Returns the object of an event.
   *
   * @param event the event
   * @param configured the decoder of keys in event notifications of this bucket; null for the known
   *     encoding of the sender. It does not apply to events that are not {@linkplain
   *     EventSource#isNotification notifications}, whose encoding is known
   * @return its bucket and its key as stored
   * @throws UndecodableKeyException if no sender encodes a key this way, or if the encoding is
   *     unknown and affects the key
   */
  static ObjectRef objectOf(ObjectEvent event, @Nullable KeyDecoder configured) {
    EventSource source = event.source();
    if (configured != null && source.isNotification()) {
      return new ObjectRef(event.bucket(), CheckedKey.decode(configured, event.rawKey()));
    }
    KeyEncoding encoding = source.keyEncoding();
    String key =
        encoding == null
            ? UnknownEncoding.decode(event.rawKey())
            : of(encoding).decode(event.rawKey());
    return new ObjectRef(event.bucket(), key);
  }
}
