package io.github.s3sync.simulation;

/**
 * The bytes of an object, without the bytes.
 *
 * @param name equal for equal bytes
 * @param size how many there are
 */
record Content(String name, long size) {

  static final long LARGE = 11 * 1024 * 1024;

  String eTag() {
    return "e" + name;
  }
}
