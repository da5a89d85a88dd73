package io.github.s3sync.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads typed fields and says, where one is wrong, which, what it held and what was expected. */
final class JsonFields {

  private static final int SHOWN = 80;

  /** What JSON need not escape but ends a line, controls a terminal or is half a character. */
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cs}\\x{2028}\\x{2029}]");

  private JsonFields() {}

  static String requiredText(JsonNode at, String path) {
    String value = text(at, path);
    if (value == null) {
      throw new MalformedEventException(path + " is missing or empty, expected a string");
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

  /** Text that says nothing if it is blank: a tag, a version, a number; but not a key. */
  static @Nullable String nonBlank(JsonNode at, String path) {
    String value = text(at, path);
    return value == null || value.isBlank() ? null : value;
  }

  /** The text at a dotted path, or null where it is anything but text with something in it. */
  static @Nullable String lenientText(JsonNode at, String path) {
    JsonNode node = find(at, path);
    return node.isTextual() && !node.textValue().isBlank() ? node.textValue() : null;
  }

  static @Nullable Long size(JsonNode at, String path) {
    JsonNode node = find(at, path);
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < 0) {
      throw wrong(path, node, "a whole number of bytes");
    }
    return node.longValue();
  }

  static MalformedEventException wrong(String path, JsonNode node, String expected) {
    return new MalformedEventException(path + " is " + show(node) + ", expected " + expected);
  }

  /** What a node holds, short and on one line. */
  static String show(JsonNode node) {
    String json = node.toString();
    String shown = json.length() <= SHOWN ? json : json.substring(0, SHOWN) + "…";
    return UNPRINTABLE
        .matcher(shown)
        .replaceAll(found -> String.format("\\\\u%04X", (int) found.group().charAt(0)));
  }

  private static JsonNode find(JsonNode at, String path) {
    JsonNode node = at;
    int from = 0;
    for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', from)) {
      node = node.path(path.substring(from, dot));
      from = dot + 1;
    }
    return node.path(path.substring(from));
  }
}
