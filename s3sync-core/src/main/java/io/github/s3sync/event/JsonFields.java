package io.github.s3sync.event;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Reads typed fields and says, where one is wrong, which, what it held and what was expected. */
final class JsonFields {

  private static final int SHOWN = 80;

  private JsonFields() {}

  static String requiredText(JsonNode at, String path) {
    String value = text(at, path);
    if (value == null) {
      throw MalformedEventException.ofRecord(path + " is missing or empty, expected a string");
    }
    return value;
  }

  /** The text at a dotted path, or null where it is missing, null or empty. */
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

  /** The text at a dotted path, or null where it is anything but text with something in it. */
  static @Nullable String lenientText(JsonNode at, String path) {
    JsonNode node = find(at, path);
    return node.isTextual() && !node.textValue().isBlank() ? node.textValue() : null;
  }

  /** The text at a dotted path, which an event that changes no content need not have. */
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

  /** What a node holds, short and on one line. */
  static String show(JsonNode node) {
    return LogText.of(node.toString(), SHOWN);
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
