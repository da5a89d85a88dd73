package io.github.s3sync.examples.deploy;

import com.bertramlabs.plugins.hcl4j.HCLParser;
import com.bertramlabs.plugins.hcl4j.HCLParserException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Evaluates a Terraform module, with the expressions that are used here. */
final class Terraform {

  private static final Pattern ATTRIBUTE =
      Pattern.compile("(?<![\\w.\"])((?:data\\.)?aws_\\w+\\.\\w+\\.\\w+)");
  private static final Pattern DIRECTIVE =
      Pattern.compile("%\\{ if (\\w+) ~}\\n(.*?)%\\{ endif ~}\\n", Pattern.DOTALL);
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(\\w+)}");
  private static final Pattern VALIDATION =
      Pattern.compile("can\\(regex\\(\"(.*)\", var\\.(\\w+)\\)\\)");

  private final String text;
  private final Map<String, Object> blocks;

  /**
   * Reads a module.
   *
   * @param variables values of variables, at least of those without a default
   * @param attributes values that are known when resources exist, such as {@code
   *     aws_sqs_queue.notifications.arn}
   */
  Terraform(Path folder, Map<String, Object> variables, Map<String, String> attributes) {
    this.text = text(folder);
    Map<String, Object> known = new TreeMap<>();
    map(parse(new HCLParser(), text).get("variable"))
        .forEach(
            (name, variable) -> {
              if (map(variable).containsKey("default")) {
                known.put(name, Objects.requireNonNull(map(variable).get("default")));
              }
            });
    known.putAll(variables);
    attributes.forEach((name, value) -> known.put(name.replace('.', '_'), value));
    // The parser can resolve variables, but not attributes of resources.
    String resolvable =
        ATTRIBUTE
            .matcher(text)
            .replaceAll(attribute -> "var." + attribute.group(1).replace('.', '_'));
    HCLParser parser = new HCLParser();
    parser.setVariables(known);
    register(parser);
    this.blocks = parse(parser, resolvable);
  }

  private static void register(HCLParser parser) {
    parser.registerFunction(
        "templatefile",
        arguments -> render(read(Path.of((String) arguments.get(0))), map(arguments.get(1))));
    parser.registerFunction(
        "regex",
        arguments ->
            Pattern.compile((String) arguments.get(0))
                .matcher((String) arguments.get(1))
                .results()
                .map(MatchResult::group)
                .findFirst()
                .orElse(""));
    parser.registerFunction(
        "replace",
        arguments ->
            ((String) arguments.get(0))
                .replace((String) arguments.get(1), (String) arguments.get(2)));
    parser.registerFunction(
        "alltrue",
        arguments ->
            ((List<?>) arguments.get(0))
                .stream().allMatch(element -> Boolean.TRUE.equals(element)));
    parser.registerFunction(
        "min",
        arguments ->
            Math.min(
                ((Number) arguments.get(0)).intValue(), ((Number) arguments.get(1)).intValue()));
    parser.registerFunction(
        "concat",
        arguments -> arguments.stream().flatMap(list -> ((List<?>) list).stream()).toList());
    parser.registerFunction("jsonencode", arguments -> json(arguments.get(0)));
    parser.registerFunction(
        "regexall",
        arguments ->
            Pattern.compile((String) arguments.get(0))
                .matcher((String) arguments.get(1))
                .results()
                .map(MatchResult::group)
                .toList());
    parser.registerFunction("length", arguments -> ((List<?>) arguments.get(0)).size());
    parser.registerFunction("tostring", arguments -> text(arguments.get(0)));
    parser.registerFunction("toset", arguments -> arguments.get(0));
    parser.registerFunction(
        "compact",
        arguments ->
            ((List<?>) arguments.get(0)).stream().filter(element -> !"".equals(element)).toList());
  }

  /** Returns all files of a module as one. */
  static String text(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".tf"))
          .sorted()
          .map(Terraform::read)
          .collect(Collectors.joining("\n"))
          .replace("${path.module}", folder.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the text of a value; the parser's whole numbers are of type double. */
  private static String text(Object value) {
    return value instanceof Double number && number % 1 == 0
        ? String.valueOf(number.longValue())
        : String.valueOf(value);
  }

  private static String json(Object value) {
    try {
      return new JsonMapper().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Object> parse(HCLParser parser, String text) {
    try {
      return map(parser.parse(text));
    } catch (HCLParserException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Evaluates directives and placeholders as {@code templatefile} does, as far as they are used
   * here.
   */
  static String render(String template, Map<String, Object> values) {
    String chosen =
        DIRECTIVE
            .matcher(template)
            .replaceAll(
                directive ->
                    Boolean.TRUE.equals(value(values, directive))
                        ? Matcher.quoteReplacement(directive.group(2))
                        : "");
    return PLACEHOLDER
        .matcher(chosen)
        .replaceAll(
            placeholder -> Matcher.quoteReplacement(String.valueOf(value(values, placeholder))));
  }

  private static Object value(Map<String, Object> values, MatchResult reference) {
    Object value = values.get(reference.group(1));
    if (value instanceof String || value instanceof Boolean) {
      return value;
    }
    throw new IllegalStateException(reference.group(1) + " is " + value);
  }

  /** Returns a resource of the module with its references resolved. */
  Map<String, Object> resource(String type, String name) {
    return map(all(type).get(name));
  }

  Map<String, Object> all(String type) {
    return map(map(blocks.get("resource")).get(type));
  }

  /** Returns the regular expressions that variables must match, by variable. */
  Map<String, String> patterns() {
    return patterns(text);
  }

  static Map<String, String> patterns(String text) {
    return VALIDATION
        .matcher(text)
        .results()
        .collect(
            Collectors.toMap(
                found -> found.group(2), found -> found.group(1).replace("\\\\", "\\")));
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> map(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return (Map<String, Object>) map;
    }
    throw new IllegalStateException("no map but " + value);
  }
}
