package io.github.s3sync.config;

import com.fasterxml.jackson.core.JsonStreamContext;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Formats paths into a JSON text, such as {@code $.rules[2].name}. */
final class JsonPath {

  static final String ROOT = "$";

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*");
  private static final int MAX_LOGGED_CHARS = 80;

  private JsonPath() {}

  static String field(String parent, String name) {
    return PLAIN.matcher(name).matches()
        ? parent + "." + cut(name)
        : parent + "['" + cut(name) + "']";
  }

  static String element(String parent, int index) {
    return parent + "[" + index + "]";
  }

  /** Returns the current path of a parser. */
  static String of(@Nullable JsonStreamContext context) {
    if (context == null || context.inRoot()) {
      return ROOT;
    }
    String parent = of(context.getParent());
    if (context.inArray()) {
      return element(parent, context.getCurrentIndex());
    }
    String name = context.getCurrentName();
    return name == null ? parent : field(parent, name);
  }

  /** Returns the start of a text that may be long. */
  static String cut(String text) {
    return text.length() <= MAX_LOGGED_CHARS ? text : text.substring(0, MAX_LOGGED_CHARS) + "…";
  }
}
