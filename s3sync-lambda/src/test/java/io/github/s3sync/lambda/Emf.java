package io.github.s3sync.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Parses lines in CloudWatch's embedded metric format as strictly as its specification requires.
 */
final class Emf {

  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(Emf.class.getResourceAsStream("/emf.schema.json"));

  private Emf() {}

  /** Returns the lines of a log that are documents. */
  static List<JsonNode> documents(String log) {
    return log.lines().filter(line -> line.contains("\"_aws\"")).map(Emf::document).toList();
  }

  static JsonNode document(String line) {
    try {
      return new JsonMapper().readTree(line);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void assertValid(JsonNode document) {
    assertThat(SCHEMA.validate(document)).as(document.toString()).isEmpty();
    for (JsonNode directive : document.at("/_aws/CloudWatchMetrics")) {
      for (JsonNode dimension : directive.at("/Dimensions/0")) {
        assertThat(document.path(dimension.textValue()).isTextual()).isTrue();
      }
      for (JsonNode metric : directive.path("Metrics")) {
        JsonNode target = document.path(metric.path("Name").textValue());
        assertThat(target.isNumber() || target.isArray()).as(metric.toString()).isTrue();
      }
    }
  }

  /** Returns the metrics that have one value. */
  static Map<String, Integer> values(JsonNode document) {
    Map<String, Integer> values = new TreeMap<>();
    for (JsonNode metric : document.at("/_aws/CloudWatchMetrics/0/Metrics")) {
      String name = metric.path("Name").textValue();
      if (document.path(name).isNumber()) {
        values.put(name, document.path(name).intValue());
      }
    }
    return values;
  }
}
