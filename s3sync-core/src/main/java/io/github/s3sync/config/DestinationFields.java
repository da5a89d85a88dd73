package io.github.s3sync.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.s3sync.destination.Destination;
import io.github.s3sync.destination.Role;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.InvalidRuleException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one destination of a rule. */
final class DestinationFields {

  static final List<String> DESTINATION =
      List.of("bucket", "key", "region", "expectedOwner", "role", "credentials", "endpoint");
  static final List<String> ROLE = List.of("arn", "externalId", "sessionName");
  static final List<String> MAPPINGS = List.of("same", "under", "replacePrefix", "flatten");
  static final List<String> REPLACE_PREFIX = List.of("from", "to");

  private static final String KEY =
      "a template such as \"bdp/{filename}\", or an object with one of the fields "
          + String.join(", ", MAPPINGS);

  private DestinationFields() {}

  /** Reads a destination, whose template may refer to the groups of the rule's expression. */
  static Destination read(String path, JsonNode node, @Nullable Pattern regex) {
    Fields fields = Fields.of(path, node, DESTINATION);
    Destination.Builder builder =
        Destination.in(fields.requiredText("bucket", "the destination bucket's name"));
    if (fields.has("key")) {
      builder.key(key(fields.path("key"), fields.get("key"), regex));
    }
    fields.text("region", builder::region);
    fields.text("expectedOwner", builder::expectedOwner);
    Fields role = fields.object("role", ROLE);
    if (role != null) {
      builder.role(role(role));
    }
    fields.text("credentials", builder::credentials);
    fields.text("endpoint", builder::endpoint);
    Destination destination = builder.build();
    check(path, destination);
    return destination;
  }

  /**
   * Checks the destination within an otherwise valid rule, so that any error is an error of the
   * destination.
   */
  private static void check(String path, Destination destination) {
    try {
      CopyRule.named("check").from("any-bucket").to(destination).build();
    } catch (InvalidRuleException e) {
      String field = e.field().substring(e.field().indexOf('.') + 1);
      throw new InvalidConfigException(
          path + "." + (field.equals("owner") ? "expectedOwner" : field), e.problem());
    }
  }

  static Role role(Fields fields) {
    Role role = Role.of(fields.requiredText("arn", "the role's ARN"));
    if (fields.has("externalId")) {
      role = role.withExternalId(Fields.text(fields.path("externalId"), fields.get("externalId")));
    }
    if (fields.has("sessionName")) {
      role =
          role.withSessionName(Fields.text(fields.path("sessionName"), fields.get("sessionName")));
    }
    return role;
  }

  private static KeyMapper key(String path, JsonNode node, @Nullable Pattern regex) {
    if (node.isTextual()) {
      return template(path, node, regex);
    }
    if (!node.isObject()) {
      throw Fields.wrong(path, node, ", expected " + KEY);
    }
    Fields fields = Fields.of(path, node, MAPPINGS);
    if (node.size() != 1) {
      throw Fields.wrong(path, node, ", expected " + KEY);
    }
    String mapping = node.fieldNames().next();
    String at = fields.path(mapping);
    JsonNode value = fields.get(mapping);
    return switch (mapping) {
      case "same" -> {
        if (!value.isBoolean() || !value.booleanValue()) {
          throw Fields.wrong(at, value, ", expected true");
        }
        yield KeyMapper.same();
      }
      case "under" -> KeyMapper.under(Fields.text(at, value));
      case "flatten" -> KeyMapper.flatten(Fields.text(at, value));
      default -> replacePrefix(Fields.of(at, value, REPLACE_PREFIX));
    };
  }

  private static KeyMapper replacePrefix(Fields fields) {
    return KeyMapper.replacePrefix(
        fields.requiredText("from", "the prefix to remove"),
        fields.requiredText("to", "the prefix to add"));
  }

  private static KeyMapper template(String path, JsonNode node, @Nullable Pattern regex) {
    String text = Fields.unicode(path, node.textValue());
    KeyMapper mapper;
    try {
      mapper = regex == null ? KeyMapper.template(text) : KeyMapper.template(text, regex);
    } catch (IllegalArgumentException e) {
      throw new InvalidConfigException(path, "is malformed: " + e.getMessage());
    }
    if (isConstant(text) && (text.isEmpty() || text.endsWith("/") || MAPPINGS.contains(text))) {
      throw Fields.wrong(
          path,
          node,
          ", which gives every object the same key, expected a placeholder such as {filename}, or"
              + " an object with one of the fields "
              + String.join(", ", MAPPINGS));
    }
    return mapper;
  }

  /** Tells whether a well-formed template does not depend on the source. */
  static boolean isConstant(String template) {
    return !template.replace("{{", "").contains("{");
  }
}
