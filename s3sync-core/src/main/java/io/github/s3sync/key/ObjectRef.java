package io.github.s3sync.key;

import io.github.s3sync.event.LogText;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Identifies an object by its bucket and its key as stored.
 *
 * @param bucket the bucket's name
 * @param key the key, exactly as stored in S3
 * @since 0.1.0
 */
public record ObjectRef(String bucket, String key) {

  /**
   * The maximum length of a key in S3, in bytes of its UTF-8 form.
   *
   * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html">Object
   *     key naming</a>
   */
  public static final int MAX_KEY_BYTES = 1024;

  /**
   * Checks that both components are present.
   *
   * @throws NullPointerException if a component is null
   */
  public ObjectRef {
    Objects.requireNonNull(bucket, "bucket");
    Objects.requireNonNull(key, "key");
  }

  /**
   * Returns the length of the key that S3 limits.
   *
   * @return the number of bytes of the key's UTF-8 form
   */
  public int keyBytes() {
    return key.getBytes(StandardCharsets.UTF_8).length;
  }

  /**
   * Describes the object for logs.
   *
   * @return {@code s3://bucket/key}, with control characters escaped
   */
  @Override
  public String toString() {
    return LogText.of("s3://" + bucket + "/" + key);
  }
}
