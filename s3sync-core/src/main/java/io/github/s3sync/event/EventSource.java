package io.github.s3sync.event;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The sender of an event, which determines the encoding of keys.
 *
 * @since 0.1.0
 */
public enum EventSource {
  /** An Amazon S3 event notification ({@code eventSource} {@code aws:s3}); keys are encoded. */
  S3(KeyEncoding.FORM, true),
  /** Amazon EventBridge ({@code source} {@code aws.s3}); keys are as stored. */
  EVENT_BRIDGE(KeyEncoding.VERBATIM, false),
  /** A task of an S3 Batch Operations job; keys are encoded. */
  S3_BATCH(KeyEncoding.FORM, false),
  /** MinIO ({@code minio:s3}); keys are encoded. */
  MINIO(KeyEncoding.FORM, true),
  /** Ceph's RADOS Gateway ({@code ceph:s3}); keys are as stored. */
  CEPH(KeyEncoding.VERBATIM, true),
  /**
   * RustFS ({@code rustfs:s3}); keys are encoded.
   *
   * @see <a
   *     href="https://github.com/rustfs/rustfs/blob/main/crates/notify/src/event.rs">form_urlencoded
   *     in its source</a>
   */
  RUSTFS(KeyEncoding.FORM, true),
  /**
   * Any other store whose records have the format of S3 ({@code <name>:s3}). The encoding of its
   * keys is unknown, see {@code source.keyEncoding} of a rule.
   */
  S3_COMPATIBLE(null, true),
  /**
   * The caller itself, through {@link ObjectEvent#created} or {@link ObjectEvent#removed}. Keys are
   * as stored. Sequencers of such events are not compared, and their requester is not trusted.
   */
  DIRECT(KeyEncoding.VERBATIM, false);

  /** The name of another store, followed by the API that it implements. */
  private static final Pattern COMPATIBLE = Pattern.compile("[A-Za-z0-9._-]{1,64}:s3");

  private final @Nullable KeyEncoding keyEncoding;
  private final boolean notification;

  EventSource(@Nullable KeyEncoding keyEncoding, boolean notification) {
    this.keyEncoding = keyEncoding;
    this.notification = notification;
  }

  /**
   * Returns the encoding of this sender's keys.
   *
   * @return the encoding; null if it is unknown
   */
  public @Nullable KeyEncoding keyEncoding() {
    return keyEncoding;
  }

  /**
   * Tells whether this sender encodes keys.
   *
   * @return true if a key is known to need decoding, exactly once, before use
   */
  public boolean encodesKeys() {
    return keyEncoding == KeyEncoding.FORM || keyEncoding == KeyEncoding.PERCENT;
  }

  /**
   * Tells whether the sender's records are event notifications in the format of S3, which many
   * stores and tools implement. The {@code keyEncoding} of a rule applies only to these.
   *
   * @return false for EventBridge, S3 Batch Operations and events of the caller
   */
  public boolean isNotification() {
    return notification;
  }

  /**
   * Returns the sender of a record by its {@code eventSource}; null if that does not denote a
   * store.
   */
  static @Nullable EventSource ofRecord(String eventSource) {
    return switch (eventSource.toLowerCase(Locale.ROOT)) {
      case "aws:s3" -> S3;
      case "minio:s3" -> MINIO;
      case "ceph:s3" -> CEPH;
      case "rustfs:s3" -> RUSTFS;
      default -> COMPATIBLE.matcher(eventSource).matches() ? S3_COMPATIBLE : null;
    };
  }
}
