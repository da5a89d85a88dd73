package io.github.s3sync.benchmarks;

import java.util.function.Consumer;

/**
 * One way to copy a small object.
 *
 * @param name for the report
 * @param copy copies; called by many threads at once
 */
record Contender(String name, Consumer<Small> copy) {

  /**
   * A small object of bucket {@code src}, to be copied to {@code dst}.
   *
   * @param key where it is and where it goes
   * @param notification what S3 would send when it is created
   */
  record Small(String key, String notification) {}
}
