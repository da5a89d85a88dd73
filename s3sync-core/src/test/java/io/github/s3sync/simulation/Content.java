package io.github.s3sync.simulation;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * The bytes of an object, without the bytes.
 *
 * @param name equal for equal bytes
 * @param size how many there are
 */
record Content(String name, long size) {

  static final long LARGE = 11 * 1024 * 1024;

  /** Of the form of an MD5, without which an entity tag tells nothing of the content. */
  String eTag() {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    return UUID.nameUUIDFromBytes(bytes).toString().replace("-", "");
  }
}
