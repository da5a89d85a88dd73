package io.github.s3sync.examples.demo;

import java.nio.file.Path;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * Describes a file and the object that is made of it.
 *
 * @param put bucket, key and properties of the object
 * @param path the path of the content
 * @param bytes the size of the content
 */
record SourceFile(PutObjectRequest put, Path path, long bytes) {

  /** Returns the request for the object of a file name, without its properties. */
  static PutObjectRequest.Builder object(String name) {
    return PutObjectRequest.builder()
        .bucket(DemoServers.SOURCE_BUCKET)
        .key(DemoServers.SOURCE_PREFIX + name);
  }

  String key() {
    return put.key();
  }
}
