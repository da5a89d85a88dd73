package io.github.s3sync.examples.deploy;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Evaluates a CloudFormation template, with the functions that are used here.
 *
 * @see <a href=
 *     "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html">Intrinsic
 *     function reference</a>
 */
final class CloudFormation {

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z0-9:.]+)}");
  private static final Object NO_VALUE = new Object();

  private final Map<String, Object> template;
  private final Map<String, String> values;

  /**
   * Reads a template.
   *
   * @param values the values of parameters, pseudo parameters, resources ({@code Queue}) and their
   *     attributes ({@code Queue.Arn}); parameters default to the template's values
   */
  CloudFormation(Path file, Map<String, String> values) {
    try (Reader text = Files.newBufferedReader(file)) {
      this.template = map(new Yaml(new ShortForms()).load(text));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    this.values = new HashMap<>();
    parameters()
        .forEach(
            (name, parameter) -> {
              if (map(parameter).containsKey("Default")) {
                this.values.put(name, String.valueOf(map(parameter).get("Default")));
              }
            });
    this.values.putAll(values);
  }

  Map<String, Object> parameters() {
    return map(template.get("Parameters"));
  }

  Map<String, Object> mapping(String name) {
    return map(map(template.get("Mappings")).get(name));
  }

  /** Returns the properties of every resource of a type, by its name. */
  Map<String, Map<String, Object>> all(String type) {
    Map<String, Map<String, Object>> found = new LinkedHashMap<>();
    map(template.get("Resources"))
        .forEach(
            (name, resource) -> {
              Object condition = map(resource).get("Condition");
              boolean exists = condition == null || holds(String.valueOf(condition));
              if (exists && type.equals(map(resource).get("Type"))) {
                found.put(name, properties(name));
              }
            });
    return found;
  }

  Map<String, Object> properties(String resource) {
    return map(resolve(raw(resource)));
  }

  /** Returns the properties as written in the template. */
  Map<String, Object> raw(String resource) {
    return map(resource(resource).get("Properties"));
  }

  /** Returns a resource as written in the template. */
  Map<String, Object> resource(String name) {
    return map(map(template.get("Resources")).get(name));
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> map(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return (Map<String, Object>) map;
    }
    throw new IllegalStateException("no map but " + value);
  }

  static List<?> list(@Nullable Object value) {
    return (List<?>) known(value);
  }

  private static Object known(@Nullable Object value) {
    return Objects.requireNonNull(value, "something that the template does not have");
  }

  private Object resolve(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(this::resolve).filter(element -> element != NO_VALUE).toList();
    }
    if (!(value instanceof Map<?, ?>)) {
      return value;
    }
    Map<String, Object> map = map(value);
    if (map.size() == 1) {
      String name = map.keySet().iterator().next();
      if (name.equals("Ref")
          || name.startsWith("Fn::")
          || (name.equals("Condition") && map.get(name) instanceof String)) {
        return call(name, known(map.get(name)));
      }
    }
    Map<String, Object> resolved = new LinkedHashMap<>();
    map.forEach(
        (name, element) -> {
          Object worth = resolve(element);
          if (worth != NO_VALUE) {
            resolved.put(name, worth);
          }
        });
    return resolved;
  }

  private Object call(String function, Object argument) {
    return switch (function) {
      case "Ref", "Fn::GetAtt" ->
          argument.equals("AWS::NoValue") ? NO_VALUE : value(String.valueOf(argument));
      case "Fn::Sub" -> {
        Map<String, Object> own = argument instanceof List<?> list ? map(list.get(1)) : Map.of();
        Object text = argument instanceof List<?> list ? list.get(0) : argument;
        yield REFERENCE
            .matcher(String.valueOf(text))
            .replaceAll(
                reference ->
                    Matcher.quoteReplacement(
                        own.containsKey(reference.group(1))
                            ? String.valueOf(resolve(known(own.get(reference.group(1)))))
                            : value(reference)));
      }
      case "Fn::Split" -> {
        List<?> parts = list(argument);
        yield List.of(
            String.valueOf(resolve(known(parts.get(1))))
                .split(Pattern.quote(String.valueOf(parts.get(0))), -1));
      }
      case "Fn::Select" -> {
        List<?> parts = list(argument);
        yield known(
            list(resolve(known(parts.get(1)))).get(Integer.parseInt(String.valueOf(parts.get(0)))));
      }
      case "Fn::And" -> list(argument).stream().allMatch(one -> (Boolean) resolve(known(one)));
      case "Condition" -> holds(String.valueOf(argument));
      case "Fn::If" -> {
        List<?> parts = list(argument);
        yield resolve(parts.get(holds(String.valueOf(parts.get(0))) ? 1 : 2));
      }
      case "Fn::Equals" -> {
        List<Object> sides = new ArrayList<>();
        list(argument).forEach(side -> sides.add(String.valueOf(resolve(side))));
        yield sides.get(0).equals(sides.get(1));
      }
      case "Fn::Not" -> !(Boolean) resolve(list(argument).get(0));
      case "Fn::FindInMap" -> {
        List<?> path = list(argument);
        Object row = mapping(String.valueOf(path.get(0))).get(String.valueOf(resolve(path.get(1))));
        yield known(map(row).get(String.valueOf(path.get(2))));
      }
      default -> throw new IllegalStateException("unsupported function: " + function);
    };
  }

  private boolean holds(String condition) {
    return (Boolean) resolve(known(map(template.get("Conditions")).get(condition)));
  }

  private String value(MatchResult reference) {
    return value(reference.group(1));
  }

  private String value(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalStateException("no value for " + name);
    }
    return value;
  }

  /** Turns {@code !Sub x} into {@code {"Fn::Sub": x}}. */
  private static final class ShortForms extends SafeConstructor {

    ShortForms() {
      super(new LoaderOptions());
      yamlMultiConstructors.put(
          "!",
          new AbstractConstruct() {
            @Override
            public Object construct(Node node) {
              String name = node.getTag().getValue().substring(1);
              return Map.of(
                  name.equals("Ref") || name.equals("Condition") ? name : "Fn::" + name,
                  argument(node));
            }
          });
    }

    private Object argument(Node node) {
      if (node instanceof ScalarNode scalar) {
        return scalar.getValue();
      }
      if (node instanceof SequenceNode sequence) {
        return constructSequence(sequence);
      }
      return constructMapping((MappingNode) node);
    }
  }
}
