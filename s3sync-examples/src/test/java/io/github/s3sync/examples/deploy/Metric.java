package io.github.s3sync.examples.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/** A metric by what CloudWatch knows it by: the values of dimensions aside. */
record Metric(String namespace, String name, Set<String> dimensions) {

  /** What the function writes, and what a dimension with the reason is written for, too. */
  static final Set<String> OWN =
      Set.of("Copied", "CopiedBytes", "Deleted", "Skipped", "Failed", "Requests", "ReplicationLag");

  static final Set<String> OWN_BY_REASON = Set.of("Failed", "Skipped");

  /**
   * Those of a queue that are used here.
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
   * Those of a function that are used here.
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

  /** The names of those that the log of a function has, for the function as a whole. */
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
