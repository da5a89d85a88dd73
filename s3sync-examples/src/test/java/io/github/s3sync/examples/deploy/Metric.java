package io.github.s3sync.examples.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/** Identifies a metric as CloudWatch does, without the values of its dimensions. */
record Metric(String namespace, String name, Set<String> dimensions) {

  /**
   * The metrics of the function, and those that are also written with the reason as a dimension.
   */
  static final Set<String> OWN =
      Set.of("Copied", "CopiedBytes", "Deleted", "Skipped", "Failed", "Requests", "ReplicationLag");

  static final Set<String> OWN_BY_REASON = Set.of("Failed", "Skipped");

  /**
   * The metrics of queues that are used here.
   *
   * @see <a href=
   *     "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html">Available
   *     CloudWatch metrics for Amazon SQS</a>
   */
  private static final Set<String> OF_QUEUES =
      Set.of(
          "ApproximateNumberOfMessagesVisible",
          "ApproximateNumberOfMessagesNotVisible",
          "ApproximateAgeOfOldestMessage",
          "NumberOfMessagesSent");

  /**
   * The metrics of functions that are used here.
   *
   * @see <a href=
   *     "https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html">Types of
   *     metrics for Lambda functions</a>
   */
  private static final Set<String> OF_FUNCTIONS =
      Set.of("Invocations", "Errors", "Throttles", "Duration");

  Metric {
    dimensions = Set.copyOf(dimensions);
  }

  /** Returns the names of the metrics in a function's log, for the function as a whole. */
  static Set<String> written(String log) {
    Set<String> names = new TreeSet<>();
    log.lines()
        .filter(line -> line.startsWith("{\"_aws\""))
        .map(Metric::parse)
        .flatMap(
            line -> StreamSupport.stream(line.at("/_aws/CloudWatchMetrics").spliterator(), false))
        .filter(directive -> directive.path("Namespace").asText().equals("s3sync"))
        .filter(directive -> directive.path("Dimensions").toString().equals("[[\"FunctionName\"]]"))
        .forEach(
            directive ->
                directive
                    .path("Metrics")
                    .forEach(metric -> names.add(metric.path("Name").asText())));
    return names;
  }

  private static JsonNode parse(String line) {
    try {
      return new JsonMapper().readTree(line);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(line, e);
    }
  }

  boolean exists() {
    return switch (namespace) {
      case "s3sync" ->
          (dimensions.equals(Set.of("FunctionName")) && OWN.contains(name))
              || (dimensions.equals(Set.of("FunctionName", "Reason"))
                  && OWN_BY_REASON.contains(name));
      case "AWS/SQS" -> dimensions.equals(Set.of("QueueName")) && OF_QUEUES.contains(name);
      case "AWS/Lambda" -> dimensions.equals(Set.of("FunctionName")) && OF_FUNCTIONS.contains(name);
      default -> false;
    };
  }
}
