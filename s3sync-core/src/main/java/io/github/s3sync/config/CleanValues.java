package io.github.s3sync.config;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rejects values with whitespace at the start or end, or with a control character: the newline of a
 * secret made by {@code echo}, of a YAML block or of a copied line. A prefix with such characters
 * would match no object, and a template would produce wrong keys.
 */
final class CleanValues {

  /** Whitespace includes no-break spaces and zero-width characters, such as a byte order mark. */
  private static final Pattern AT_THE_START = Pattern.compile("^[\\s\\p{Z}\\p{Cc}\\p{Cf}]");

  private static final Pattern AT_THE_END = Pattern.compile("[\\s\\p{Z}\\p{Cc}\\p{Cf}]\\z");
  private static final Pattern INSIDE = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}]");

  /**
   * Other variables that are read by s3sync or by the SDK, which trims access keys but nothing
   * else.
   */
  private static final Pattern OTHERS =
      Pattern.compile(
          "access_key|secret_key|AWS_(DEFAULT_)?REGION|AWS_PROFILE|AWS_ENDPOINT_URL(_[A-Z0-9_]+)?");

  /** Variables whose values may be, or contain, a secret. */
  private static final Pattern NOT_QUOTED =
      Pattern.compile("access_key|secret_key|.*_ENDPOINT(_URL.*)?|.*_EXTERNAL_ID");

  private CleanValues() {}

  /**
   * Checks every variable that is read.
   *
   * @throws InvalidConfigException for the first invalid variable, in the order of names
   */
  static void require(Map<String, String> variables) {
    new TreeMap<>(variables)
        .forEach(
            (name, value) -> {
              if ((name.startsWith(Variables.PREFIX) || OTHERS.matcher(name).matches())
                  && !value.isBlank()
                  && !(name.equals(Variables.RULES) && RuleVariables.isInline(value))) {
                check(name, value);
              }
            });
  }

  private static void check(String name, String value) {
    Matcher start = AT_THE_START.matcher(value);
    Matcher end = AT_THE_END.matcher(value);
    Matcher inside = INSIDE.matcher(value);
    String problem;
    if (end.find()) {
      problem = "ends with " + codePoint(end);
    } else if (start.find()) {
      problem = "starts with " + codePoint(start);
    } else if (inside.find()) {
      problem = "contains " + codePoint(inside);
    } else {
      return;
    }
    String quoted =
        NOT_QUOTED.matcher(name).matches() ? "" : "is '" + JsonPath.cut(value) + "', which ";
    throw new InvalidConfigException(
        name,
        quoted
            + problem
            + ", expected a value without control characters, and without whitespace at the start"
            + " or end");
  }

  private static String codePoint(Matcher found) {
    return String.format("U+%04X", found.group().codePointAt(0));
  }
}
