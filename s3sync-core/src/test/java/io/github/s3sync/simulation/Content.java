package io.github.s3sync.simulation;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Represents the bytes of an object without holding them.
 *
 * @param name a name that is equal for equal bytes
 * @param size the number of bytes
 */
record Content(String name, long size) {

  static final long LARGE = 11 * 1024 * 1024;

  /** Returns an entity tag in the form of an MD5: other entity tags do not identify content. */
  String eTag() {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    return UUID.nameUUIDFromBytes(bytes).toString().replace("-", "");
  }
}
