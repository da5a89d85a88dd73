package io.github.s3sync.examples.demo;

import java.nio.file.Path;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * A file and the object that it becomes.
 *
 * @param put bucket, key and properties of the object
 * @param path where the content is
 * @param bytes how much there is
 */
record SourceFile(PutObjectRequest put, Path path, long bytes) {

  /** Begins the object that a file of this name becomes. */
  static PutObjectRequest.Builder object(String name) {
    return PutObjectRequest.builder()
        .bucket(DemoServers.SOURCE_BUCKET)
        .key(DemoServers.SOURCE_PREFIX + name);
  }

  String key() {
    return put.key();
  }
}
