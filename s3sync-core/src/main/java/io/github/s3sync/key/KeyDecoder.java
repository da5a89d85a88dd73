package io.github.s3sync.key;

import io.github.s3sync.event.EventSource;
import io.github.s3sync.event.KeyEncoding;
import io.github.s3sync.event.ObjectEvent;
import org.jspecify.annotations.Nullable;

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
    return UrlDecoder.FORM;
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
   * Returns the object of an event, whose key is written as its sender is known to write keys.
   *
   * @param event the event
   * @return its bucket and its key as stored
   * @throws UndecodableKeyException if the key cannot have been sent so, or if the sender's
   *     encoding is not known and decides which key is meant
   */
  static ObjectRef objectOf(ObjectEvent event) {
    return objectOf(event, null);
  }

  /**
   * Returns the object of an event.
   *
   * @param event the event
   * @param configured how event notifications write the keys of this bucket; null for what their
   *     sender is known to do. EventBridge and S3 Batch Operations do as AWS documents it
   * @return its bucket and its key as stored
   * @throws UndecodableKeyException if the key cannot have been sent so, or if the encoding is not
   *     known and decides which key is meant
   */
  static ObjectRef objectOf(ObjectEvent event, @Nullable KeyEncoding configured) {
    EventSource source = event.source();
    KeyEncoding encoding =
        configured != null && source.isNotification() ? configured : source.keyEncoding();
    String key =
        encoding == null
            ? UnknownEncoding.decode(event.rawKey())
            : of(encoding).decode(event.rawKey());
    return new ObjectRef(event.bucket(), key);
  }
}
