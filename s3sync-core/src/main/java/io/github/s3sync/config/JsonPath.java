package io.github.s3sync.config;

import com.fasterxml.jackson.core.JsonStreamContext;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Paths into a JSON text as people write them: {@code $.rules[2].name}. */
final class JsonPath {

  static final String ROOT = "$";

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*");
  private static final int SHOWN = 80;

  private JsonPath() {}

  static String field(String parent, String name) {
    return PLAIN.matcher(name).matches()
        ? parent + "." + cut(name)
        : parent + "['" + cut(name) + "']";
  }

  static String element(String parent, int index) {
    return parent + "[" + index + "]";
  }

  /** Where a parser stands. */
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

  /** The beginning of a text that may be long. */
  static String cut(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }
}
