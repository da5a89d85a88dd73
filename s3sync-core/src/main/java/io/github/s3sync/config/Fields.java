package io.github.s3sync.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.s3sync.key.KeyDecoder;
import io.github.s3sync.key.UndecodableKeyException;
import io.github.s3sync.option.InvalidOptionException;
import io.github.s3sync.rule.InvalidRuleException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of one JSON object. Every error names the path of its field. The methods that
 * accept a consumer call it only if the field is present. If the consumer rejects the value, the
 * error names the field.
 */
final class Fields {

  private static final Pattern DURATION =
      Pattern.compile("P(?=.)([0-9]+D)?(T(?=.)([0-9]+H)?([0-9]+M)?([0-9]+(\\.[0-9]{1,9})?S)?)?");

  private final String path;
  private final JsonNode node;

  private Fields(String path, JsonNode node) {
    this.path = path;
    this.node = node;
  }

  /** Returns the fields of a node, which must be an object without unknown fields. */
  static Fields of(String path, JsonNode node, List<String> known) {
    if (!node.isObject()) {
      String expected = ", expected an object with the fields " + String.join(", ", known);
      if (node.isMissingNode()) {
        throw new InvalidConfigException(path, "is empty" + expected);
      }
      throw wrong(path, node, expected);
    }
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                throw new InvalidConfigException(
                    JsonPath.field(path, name),
                    "is an unknown field" + NearestWord.expected(name, known));
              }
            });
    return new Fields(path, node);
  }

  boolean has(String name) {
    return node.has(name);
  }

  String path(String name) {
    return JsonPath.field(path, name);
  }

  JsonNode get(String name) {
    return node.path(name);
  }

  void text(String name, Consumer<String> to) {
    if (has(name)) {
      String value = text(path(name), get(name));
      checked(() -> to.accept(value));
    }
  }

  @Nullable String textOrNull(String name) {
    return has(name) ? text(path(name), get(name)) : null;
  }

  String requiredText(String name, String expected) {
    if (!has(name)) {
      throw missing(name, expected);
    }
    return text(path(name), get(name));
  }

  /** Reads a text that must be one of the given words. */
  void word(String name, List<String> words, Consumer<String> to) {
    if (has(name)) {
      String value = word(path(name), get(name), words);
      checked(() -> to.accept(value));
    }
  }

  void flag(String name, Consumer<Boolean> to) {
    if (has(name)) {
      if (!get(name).isBoolean()) {
        throw wrong(path(name), get(name), ", expected true or false");
      }
      checked(() -> to.accept(get(name).booleanValue()));
    }
  }

  void bytes(String name, LongConsumer to) {
    if (has(name)) {
      JsonNode value = get(name);
      if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
        throw wrong(path(name), value, ", expected a whole number of bytes, 0 or more");
      }
      checked(() -> to.accept(value.longValue()));
    }
  }

  void duration(String name, Consumer<Duration> to) {
    if (has(name)) {
      Duration value = duration(get(name));
      if (value == null) {
        throw wrong(
            path(name), get(name), ", expected an ISO 8601 duration such as PT1S, PT12H or P30D");
      }
      checked(() -> to.accept(value));
    }
  }

  /** Returns the object in a field, or null if the field is absent. */
  @Nullable Fields object(String name, List<String> known) {
    return has(name) ? of(path(name), get(name), known) : null;
  }

  /** Reads each element of the array in a field; does nothing if the field is absent. */
  void each(String name, String expected, ElementReader reader) {
    if (!has(name)) {
      return;
    }
    if (!get(name).isArray()) {
      throw wrong(path(name), get(name), ", expected " + expected);
    }
    int index = 0;
    for (JsonNode element : get(name)) {
      reader.read(JsonPath.element(path(name), index++), element);
    }
  }

  /** Rejects an array without elements. */
  void notEmpty(String name) {
    if (get(name).isArray() && get(name).isEmpty()) {
      throw wrong(path(name), get(name), ", expected at least one element");
    }
  }

  InvalidConfigException missing(String name, String expected) {
    return new InvalidConfigException(path(name), "is missing, expected " + expected);
  }

  /** Builds a value from the fields. */
  <T> T make(Supplier<T> maker) {
    try {
      return maker.get();
    } catch (IllegalArgumentException e) {
      throw refused(e);
    }
  }

  private void checked(Runnable use) {
    try {
      use.run();
    } catch (IllegalArgumentException e) {
      throw refused(e);
    }
  }

  private InvalidConfigException refused(IllegalArgumentException e) {
    if (e instanceof InvalidRuleException rule) {
      return new InvalidConfigException(path + "." + rule.field(), rule.problem());
    }
    if (e instanceof InvalidOptionException option) {
      return new InvalidConfigException(path + "." + option.option(), option.problem());
    }
    return new InvalidConfigException(path, String.valueOf(e.getMessage()));
  }

  static String text(String path, JsonNode node) {
    if (!node.isTextual()) {
      throw wrong(path, node, ", expected a string");
    }
    return unicode(path, node.textValue());
  }

  /** Checks that a text has a UTF-8 form, as the keys of objects have. */
  static String unicode(String path, String text) {
    try {
      return KeyDecoder.verbatim().decode(text);
    } catch (UndecodableKeyException e) {
      throw new InvalidConfigException(
          path, String.valueOf(e.getMessage()).replaceFirst("^key ", ""));
    }
  }

  static String word(String path, JsonNode node, List<String> words) {
    if (!node.isTextual() || !words.contains(node.textValue())) {
      String near = node.isTextual() ? node.textValue() : "";
      throw wrong(path, node, NearestWord.expected(near, words));
    }
    return node.textValue();
  }

  static InvalidConfigException wrong(String path, JsonNode node, String expected) {
    return new InvalidConfigException(path, "is " + JsonPath.cut(node.toString()) + expected);
  }

  private static @Nullable Duration duration(JsonNode node) {
    if (!node.isTextual() || !DURATION.matcher(node.textValue()).matches()) {
      return null;
    }
    try {
      return Duration.parse(node.textValue());
    } catch (DateTimeParseException e) {
      return null; // exceeds the range of Duration
    }
  }

  /** Reads one element of an array. */
  @FunctionalInterface
  interface ElementReader {
    void read(String path, JsonNode element);
  }
}
