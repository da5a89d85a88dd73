package io.github.s3sync.lambda;

import io.github.s3sync.config.InvalidConfigException;
import io.github.s3sync.config.Variables;
import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.outcome.Lag;
import io.github.s3sync.outcome.OutcomeCounter;
import io.github.s3sync.outcome.SyncReport;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What became of an invocation, as metrics: lines on {@code System.out} in CloudWatch's embedded
 * metric format, of which CloudWatch Logs makes metrics without being asked. Names, units and
 * dimensions are in {@code docs/metrics.md}.
 *
 * <p>Writes nothing unless {@code S3SYNC_METRICS_NAMESPACE} is set. What goes wrong is logged and
 * changes no outcome. Safe for use by many threads: each line is printed by one call.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">Specification:
 *     Embedded metric format</a>
 */
final class EmbeddedMetrics {

  private static final Logger log = LoggerFactory.getLogger(S3SyncHandler.class);

  /** Set by Lambda itself. */
  private static final String FUNCTION_NAME = "AWS_LAMBDA_FUNCTION_NAME";

  /**
   * The characters that the user guide lists ("CloudWatch concepts"), in the length and with the
   * first one that the API's reference gives ({@code Metric}); {@code AWS/} is for AWS's services.
   */
  private static final String NAMESPACE = "(?!AWS/)[0-9A-Za-z._/# -][0-9A-Za-z._/#: -]{0,254}";

  private final @Nullable String namespace;
  private final String functionName;
  private final InstantSource clock;
  private final Consumer<String> lines;

  /** Writes metrics; none if the namespace is null. */
  EmbeddedMetrics(
      @Nullable String namespace,
      String functionName,
      InstantSource clock,
      Consumer<String> lines) {
    this.namespace = namespace;
    this.functionName = functionName;
    this.clock = clock;
    this.lines = lines;
  }

  /**
   * Takes the namespace and the function's name from the environment.
   *
   * @param environment names and values, such as {@code System.getenv()}
   * @throws InvalidConfigException if the namespace is none that CloudWatch takes
   */
  static EmbeddedMetrics of(Map<String, String> environment) {
    String namespace = environment.getOrDefault(Variables.METRICS_NAMESPACE, "");
    String functionName = environment.getOrDefault(FUNCTION_NAME, "");
    // Looked up for each line: somebody may replace System.out.
    Consumer<String> lines = line -> System.out.println(line);
    if (namespace.isBlank()) {
      return new EmbeddedMetrics(null, functionName, InstantSource.system(), lines);
    }
    if (!namespace.matches(NAMESPACE)) {
      throw new InvalidConfigException(
          Variables.METRICS_NAMESPACE,
          "is '"
              + namespace
              + "', expected 1 to 255 characters of 0-9, A-Z, a-z, '.', '-', '_', '/', '#', ':' and"
              + " space that begin neither with ':' nor with 'AWS/'");
    }
    if (functionName.isBlank()) {
      throw new InvalidConfigException(
          FUNCTION_NAME, "is not set, expected it together with " + Variables.METRICS_NAMESPACE);
    }
    return new EmbeddedMetrics(namespace, functionName, InstantSource.system(), lines);
  }

  /** Writes what became of an invocation. */
  void write(List<SyncReport> reports) {
    if (namespace == null) {
      return;
    }
    try {
      documents(namespace, reports).forEach(document -> lines.accept(document.toString()));
    } catch (RuntimeException | LinkageError e) {
      log.warn("metrics could not be written; the outcomes stand", e);
    }
  }

  private List<MetricDocument> documents(String namespace, List<SyncReport> reports) {
    List<CopyOutcome> outcomes = reports.stream().flatMap(r -> r.outcomes().stream()).toList();
    OutcomeCounter counter = new OutcomeCounter();
    outcomes.forEach(counter::onOutcome);
    OutcomeCounter.Counts counts = counter.counts();
    List<Long> lags = lags(outcomes);
    Instant now = clock.instant();

    List<MetricDocument> documents = new ArrayList<>();
    MetricDocument document =
        document(namespace, now, null)
            .count("Copied", counts.copied())
            .bytes("CopiedBytes", counts.bytes())
            .count("Deleted", counts.deleted())
            .count("Skipped", sum(counts.skipped()))
            .count("Failed", sum(counts.failed()))
            .count("Requests", counts.requests());
    documents.add(document);
    for (int from = 0; from < lags.size(); from += MetricDocument.MOST_VALUES) {
      if (from > 0) {
        document = document(namespace, now, null);
        documents.add(document);
      }
      int end = Math.min(from + MetricDocument.MOST_VALUES, lags.size());
      document.millis("ReplicationLag", lags.subList(from, end));
    }
    counts
        .skipped()
        .forEach((why, n) -> documents.add(document(namespace, now, why).count("Skipped", n)));
    counts
        .failed()
        .forEach((why, n) -> documents.add(document(namespace, now, why).count("Failed", n)));
    return documents;
  }

  private MetricDocument document(String namespace, Instant time, @Nullable Enum<?> reason) {
    Map<String, String> dimensions = new LinkedHashMap<>();
    dimensions.put("FunctionName", functionName);
    if (reason != null) {
      dimensions.put("Reason", reason.name());
    }
    return new MetricDocument(namespace, time, dimensions);
  }

  /** Of each replica made, if its event has a time; two clocks can make it negative. */
  private static List<Long> lags(List<CopyOutcome> outcomes) {
    return outcomes.stream()
        .filter(CopyOutcome.Copied.class::isInstance)
        .map(outcome -> ((CopyOutcome.Copied) outcome).lag())
        .filter(Objects::nonNull)
        .filter(Lag::isPlausible)
        .map(Duration::toMillis)
        .map(millis -> Math.max(0, millis))
        .toList();
  }

  private static long sum(Map<?, Long> byReason) {
    return byReason.values().stream().mapToLong(Long::longValue).sum();
  }
}
