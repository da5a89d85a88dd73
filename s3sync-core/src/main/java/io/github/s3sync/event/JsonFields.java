package io.github.s3sync.event;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * Reads typed fields. If a field is invalid, the error names the field, its value and the expected
 * values.
 */
final class JsonFields {

  private static final int MAX_LOGGED_CHARS = 80;

  private JsonFields() {}

  static String requiredText(JsonNode at, String path) {
    String value = text(at, path);
    if (value == null) {
      throw MalformedEventException.ofRecord(path + " is missing or empty, expected a string");
    }
    return value;
  }

  /** Returns the text at a dotted path, or null if it is missing, null or empty. */
  static @Nullable String text(JsonNode at, String path) {
    JsonNode node = find(at, path);
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    if (!node.isTextual()) {
      throw wrong(path, node, "a string");
    }
    return node.textValue().isEmpty() ? null : node.textValue();
  }

  /** Returns the text at a dotted path, or null if it is blank or not text. */
  static @Nullable String lenientText(JsonNode at, String path) {
    JsonNode node = find(at, path);
    return node.isTextual() && !node.textValue().isBlank() ? node.textValue() : null;
  }

  /**
   * Returns the text at a dotted path, which is optional for an event that does not change content.
   */
  static String textOf(EventKind kind, JsonNode at, String path) {
    if (kind == EventKind.OTHER || kind == EventKind.UNKNOWN) {
      String value = lenientText(at, path);
      return value == null ? "" : value;
    }
    return requiredText(at, path);
  }

  static MalformedEventException wrong(String path, JsonNode node, String expected) {
    return MalformedEventException.ofRecord(path + " is " + show(node) + ", expected " + expected);
  }

  /** Returns the content of a node, short and on one line. */
  static String show(JsonNode node) {
    return LogText.of(node.toString(), MAX_LOGGED_CHARS);
  }

  static JsonNode find(JsonNode at, String path) {
    JsonNode node = at;
    int from = 0;
    for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', from)) {
      node = node.path(path.substring(from, dot));
      from = dot + 1;
    }
    return node.path(path.substring(from));
  }
}
