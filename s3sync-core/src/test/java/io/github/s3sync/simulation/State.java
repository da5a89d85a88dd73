package io.github.s3sync.simulation;

/**
 * The state of an object. A replica must have all of it from the same state of its source.
 *
 * @param content the bytes
 * @param metadata represents all headers and user metadata
 * @param tag represents all tags; empty for none
 */
record State(Content content, String metadata, String tag) {

  State withoutTag() {
    return new State(content, metadata, "");
  }

  @Override
  public String toString() {
    return content.name() + "/" + metadata + (tag.isEmpty() ? "" : "/" + tag);
  }
}
