package io.github.s3sync.pattern;

/** Splits a key into path, basename and extension, which together are the key. */
final class KeyParts {

  private KeyParts() {}

  /** Returns the text up to the last slash, including it; empty if there is none. */
  static String path(String key) {
    return key.substring(0, key.lastIndexOf('/') + 1);
  }

  /** Returns the text after the last slash: the basename and the extension. */
  static String filename(String key) {
    return key.substring(key.lastIndexOf('/') + 1);
  }

  static String basename(String key) {
    String filename = filename(key);
    return filename.substring(0, filename.length() - extension(filename).length());
  }

  /** Returns the text from the last dot. A leading dot marks a hidden file, not an extension. */
  static String extension(String key) {
    String filename = filename(key);
    int dot = filename.lastIndexOf('.');
    return dot > 0 ? filename.substring(dot) : "";
  }
}
