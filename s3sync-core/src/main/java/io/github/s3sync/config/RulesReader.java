package io.github.s3sync.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.s3sync.rule.CopyRules;
import io.github.s3sync.rule.InvalidRuleException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads rules from JSON.
 *
 * <pre>{@code
 * {
 *   "rules": [
 *     {
 *       "name": "reports",
 *       "source": {"bucket": "src", "prefix": "prefix/", "suffix": ".txt"},
 *       "destinations": [{"bucket": "dst", "key": "bdp/{filename}", "region": "eu-west-1"}],
 *       "options": {"acl": "bucket-owner-full-control", "recheckAfter": "PT1S"}
 *     }
 *   ]
 * }
 * }</pre>
 *
 * <p>All fields and their defaults are described in {@code docs/configuration.md} and in the JSON
 * Schema {@code docs/rules.schema.json}. Comments as in Java are allowed. Unknown and repeated
 * fields are errors. A byte order mark before the text is skipped. Texts larger than {@value
 * #MAX_BYTES} bytes and JSON nested deeper than {@value #MAX_DEPTH} levels are rejected.
 *
 * <p>Stateless and thread-safe.
 *
 * @since 0.1.0
 */
public final class RulesReader {

  /** The maximum size of a text, in bytes of UTF-8: 1 MiB. */
  public static final int MAX_BYTES = 1_048_576;

  /** The maximum nesting depth of the JSON; rules need 7 levels. */
  public static final int MAX_DEPTH = 16;

  static final List<String> ROOT = List.of("$schema", "rules");

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxStringLength(MAX_BYTES)
                          .maxNumberLength(100)
                          .build())
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Creates a reader. */
  public RulesReader() {}

  /**
   * Reads rules.
   *
   * @param json the JSON text
   * @return the rules, in the order of the text
   * @throws InvalidConfigException if the text is invalid; the message contains the JSON path, the
   *     value and the expected values
   */
  public CopyRules read(String json) {
    Fields root = Fields.of(JsonPath.ROOT, parse(withoutByteOrderMark(json.stripLeading())), ROOT);
    root.text("$schema", schema -> {});
    if (!root.has("rules")) {
      throw root.missing("rules", "an array of rules");
    }
    Map<String, RuleFields> byName = new LinkedHashMap<>();
    root.each(
        "rules",
        "an array of rules",
        (path, node) -> {
          RuleFields rule = new RuleFields(path, node);
          RuleFields other = byName.putIfAbsent(rule.name(), rule);
          if (other != null) {
            throw Fields.wrong(
                JsonPath.field(path, "name"),
                node.path("name"),
                ", the same as "
                    + JsonPath.field(other.path(), "name")
                    + ", expected unique names");
          }
        });
    root.notEmpty("rules");
    try {
      return CopyRules.of(byName.values().stream().map(RuleFields::rule).toList());
    } catch (InvalidRuleException e) {
      throw Objects.requireNonNull(byName.get(e.rule())).refused(e);
    }
  }

  /**
   * Removes the byte order mark, which editors on Windows write and which is not part of the JSON.
   */
  static String withoutByteOrderMark(String json) {
    return json.startsWith("\uFEFF") ? json.substring(1) : json;
  }

  private static JsonNode parse(String json) {
    // A char is one to three bytes of UTF-8, so most texts need not be counted.
    if (json.length() > MAX_BYTES
        || (json.length() > MAX_BYTES / 3
            && json.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES)) {
      throw new InvalidConfigException(
          JsonPath.ROOT, "has over " + MAX_BYTES + " bytes, the maximum");
    }
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      String path =
          e.getProcessor() instanceof JsonParser parser
              ? JsonPath.of(parser.getParsingContext())
              : JsonPath.ROOT;
      throw new InvalidConfigException(path, "cannot be read: " + problem(e) + at(e.getLocation()));
    }
  }

  /** Removes the start of the value and the names of Jackson's settings. */
  private static String problem(JsonProcessingException e) {
    return e.getOriginalMessage()
        .replaceAll(" ?\\(start marker at .*\\)", "")
        .replaceAll(" \\(bound as `.*", "")
        .replaceAll(": enable `.*", "")
        .replaceAll(", from `StreamReadConstraints\\.[^`]*`", "");
  }

  private static String at(@Nullable JsonLocation location) {
    return location == null
        ? ""
        : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
  }
}
