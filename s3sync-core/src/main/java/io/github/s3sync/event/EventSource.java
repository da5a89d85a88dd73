package io.github.s3sync.event;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who described the change, which decides how the key is written.
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
   * Any other store whose records have the shape of S3's ({@code <name>:s3}). Whether its keys are
   * encoded is not known, see {@code source.keyEncoding} of a rule.
   */
  S3_COMPATIBLE(null, true);

  /** What another store calls itself: its name, then what it imitates. */
  private static final Pattern COMPATIBLE = Pattern.compile("[A-Za-z0-9._-]{1,64}:s3");

  private final @Nullable KeyEncoding keyEncoding;
  private final boolean notification;

  EventSource(@Nullable KeyEncoding keyEncoding, boolean notification) {
    this.keyEncoding = keyEncoding;
    this.notification = notification;
  }

  /**
   * How this sender writes keys.
   *
   * @return the encoding; null where it is not known
   */
  public @Nullable KeyEncoding keyEncoding() {
    return keyEncoding;
  }

  /**
   * Whether this sender writes keys encoded.
   *
   * @return true if a key is known to need decoding, exactly once, before use
   */
  public boolean encodesKeys() {
    return keyEncoding == KeyEncoding.FORM || keyEncoding == KeyEncoding.PERCENT;
  }

  /**
   * Whether its records are event notifications in the shape of S3's, which many stores and tools
   * imitate. A rule's {@code keyEncoding} applies to these only.
   *
   * @return false for EventBridge and S3 Batch Operations
   */
  public boolean isNotification() {
    return notification;
  }

  /** The sender of a record by its {@code eventSource}; null if that is not a store's. */
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
