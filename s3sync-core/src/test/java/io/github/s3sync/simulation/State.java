package io.github.s3sync.simulation;

/**
 * What an object is: what a replica must have from one state of its source, and all of it from the
 * same.
 *
 * @param content the bytes
 * @param metadata stands for all headers and user metadata
 * @param tag stands for all tags; empty for none
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
