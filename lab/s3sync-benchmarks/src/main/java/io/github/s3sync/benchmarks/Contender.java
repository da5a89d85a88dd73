package io.github.s3sync.benchmarks;

import java.util.function.Consumer;

/**
 * Describes a way to copy a small object.
 *
 * @param name its name in the report
 * @param copy copies an object; called by many threads at once
 */
record Contender(String name, Consumer<Small> copy) {

  /**
   * Describes a small object of bucket {@code src}, to be copied to {@code dst}.
   *
   * @param key the key of source and replica
   * @param notification the notification that S3 would send when it is created
   */
  record Small(String key, String notification) {}
}
