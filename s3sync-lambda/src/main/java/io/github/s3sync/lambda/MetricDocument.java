package io.github.s3sync.lambda;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One document of CloudWatch's embedded metric format: metrics that share a namespace, a time and
 * one set of dimensions.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">Specification:
 *     Embedded metric format</a>
 */
final class MetricDocument {

  /** The maximum number of values of a metric in one document, according to the specification. */
  static final int MAX_VALUES = 100;

  private final ObjectNode root = JsonNodeFactory.instance.objectNode();
  private final ArrayNode definitions;

  MetricDocument(String namespace, Instant time, Map<String, String> dimensions) {
    ObjectNode directive =
        root.putObject("_aws")
            .put("Timestamp", time.toEpochMilli())
            .putArray("CloudWatchMetrics")
            .addObject()
            .put("Namespace", namespace);
    ArrayNode names = directive.putArray("Dimensions").addArray();
    dimensions.forEach(
        (name, value) -> {
          names.add(name);
          root.put(name, value);
        });
    this.definitions = directive.putArray("Metrics");
  }

  MetricDocument count(String name, long value) {
    return put(name, "Count", value);
  }

  MetricDocument bytes(String name, long value) {
    return put(name, "Bytes", value);
  }

  /** Adds a distribution, of which CloudWatch computes percentiles. */
  MetricDocument millis(String name, List<Long> values) {
    define(name, "Milliseconds");
    ArrayNode array = root.putArray(name);
    values.forEach(array::add);
    return this;
  }

  private MetricDocument put(String name, String unit, long value) {
    define(name, unit);
    root.put(name, value);
    return this;
  }

  private void define(String name, String unit) {
    definitions.addObject().put("Name", name).put("Unit", unit);
  }

  /** Returns the document as JSON without line breaks. */
  @Override
  public String toString() {
    return root.toString();
  }
}
