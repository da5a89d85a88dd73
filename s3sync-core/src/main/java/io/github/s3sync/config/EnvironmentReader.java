package io.github.s3sync.config;

import io.github.s3sync.S3Sync;
import java.util.Map;

/**
 * Makes a façade from environment variables.
 *
 * @since 0.1.0
 */
public final class EnvironmentReader {

  /** Makes a reader. */
  public EnvironmentReader() {}

  /**
   * Reads the variables.
   *
   * @param environment names and values, such as {@code System.getenv()}
   * @return the façade; closing it closes the clients made for it
   */
  public S3Sync read(Map<String, String> environment) {
    if (!environment.containsKey("S3SYNC_RULES")) {
      throw new IllegalArgumentException("S3SYNC_RULES is not set");
    }
    return S3Sync.builder().build();
  }
}
