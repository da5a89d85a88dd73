package io.github.s3sync.lambda;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

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
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the outcomes of an invocation as metrics: lines on {@code System.out} in CloudWatch's
 * embedded metric format, which CloudWatch Logs turns into metrics. Names, units and dimensions are
 * in {@code docs/metrics.md}.
 *
 * <p>Writes nothing unless {@code S3SYNC_METRICS_NAMESPACE} is set. An error while writing is
 * logged and changes no outcome. Safe for use by many threads: each line is printed by one call.
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
   * The characters that the user guide allows ("CloudWatch concepts"), with the length and the
   * first character of the API reference ({@code Metric}); {@code AWS/} is reserved for AWS's
   * services.
   */
  private static final String NAMESPACE = "(?!AWS/)[0-9A-Za-z._/# -][0-9A-Za-z._/#: -]{0,254}";

  private final @Nullable String namespace;
  private final String functionName;
  private final InstantSource clock;
  private final Consumer<String> lines;
  private final @Nullable RuleNames rules;

  /** Creates a writer; it writes nothing if the namespace is null. */
  EmbeddedMetrics(
      @Nullable String namespace,
      String functionName,
      InstantSource clock,
      Consumer<String> lines) {
    this(namespace, functionName, clock, lines, null);
  }

  /** Creates a writer; it also writes the metrics of each rule if {@code rules} is not null. */
  EmbeddedMetrics(
      @Nullable String namespace,
      String functionName,
      InstantSource clock,
      Consumer<String> lines,
      @Nullable RuleNames rules) {
    this.rules = rules;
    this.namespace = namespace;
    this.functionName = functionName;
    this.clock = clock;
    this.lines = lines;
  }

  /**
   * Returns a writer with the namespace and the function's name of the environment.
   *
   * @param environment names and values, such as {@code System.getenv()}
   * @throws InvalidConfigException if CloudWatch does not accept the namespace
   */
  static EmbeddedMetrics of(Map<String, String> environment) {
    String namespace = environment.getOrDefault(Variables.METRICS_NAMESPACE, "");
    String functionName = environment.getOrDefault(FUNCTION_NAME, "");
    // Read for each line, since other code may replace System.out.
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
    RuleNames rules =
        new Variables(environment).flag(Variables.METRICS_BY_RULE) ? new RuleNames() : null;
    return new EmbeddedMetrics(namespace, functionName, InstantSource.system(), lines, rules);
  }

  /** Writes the outcomes of an invocation. */
  void write(List<SyncReport> reports) {
    if (namespace == null) {
      return;
    }
    try {
      documents(namespace, reports).forEach(document -> lines.accept(document.toString()));
    } catch (RuntimeException | LinkageError e) {
      log.warn("metrics could not be written; outcomes are not affected", e);
    }
  }

  private List<MetricDocument> documents(String namespace, List<SyncReport> reports) {
    List<CopyOutcome> outcomes = reports.stream().flatMap(r -> r.outcomes().stream()).toList();
    OutcomeCounter counter = new OutcomeCounter();
    outcomes.forEach(counter::onOutcome);
    OutcomeCounter.Counts counts = counter.counts();
    Instant now = clock.instant();

    List<MetricDocument> documents = new ArrayList<>();
    MetricDocument document =
        document(namespace, now, Map.of())
            .count("Copied", counts.copied())
            .bytes("CopiedBytes", counts.bytes())
            .count("Deleted", counts.deleted())
            .count("Skipped", sum(counts.skipped()))
            .count("Failed", sum(counts.failed()))
            .count("Requests", counts.requests());
    addLags(documents, document, outcomes, () -> document(namespace, now, Map.of()));
    counts
        .skipped()
        .forEach((why, n) -> documents.add(reason(namespace, now, why).count("Skipped", n)));
    counts
        .failed()
        .forEach((why, n) -> documents.add(reason(namespace, now, why).count("Failed", n)));
    if (rules != null) {
      outcomes.stream()
          .collect(groupingBy(rules::of, TreeMap::new, toList()))
          .forEach((rule, of) -> documents.addAll(ofRule(namespace, now, rule, of)));
    }
    return documents;
  }

  private List<MetricDocument> ofRule(
      String namespace, Instant now, String rule, List<CopyOutcome> outcomes) {
    OutcomeCounter counter = new OutcomeCounter();
    outcomes.forEach(counter::onOutcome);
    OutcomeCounter.Counts counts = counter.counts();
    List<MetricDocument> documents = new ArrayList<>();
    Supplier<MetricDocument> next = () -> document(namespace, now, Map.of("Rule", rule));
    MetricDocument document =
        next.get()
            .count("Copied", counts.copied())
            .count("Skipped", sum(counts.skipped()))
            .count("Failed", sum(counts.failed()));
    addLags(documents, document, outcomes, next);
    return documents;
  }

  /** Adds a document and, if it cannot hold all lags, further documents. */
  private static void addLags(
      List<MetricDocument> documents,
      MetricDocument first,
      List<CopyOutcome> outcomes,
      Supplier<MetricDocument> next) {
    List<Long> lags = lags(outcomes);
    MetricDocument document = first;
    documents.add(document);
    for (int from = 0; from < lags.size(); from += MetricDocument.MAX_VALUES) {
      if (from > 0) {
        document = next.get();
        documents.add(document);
      }
      int end = Math.min(from + MetricDocument.MAX_VALUES, lags.size());
      document.millis("ReplicationLag", lags.subList(from, end));
    }
  }

  private MetricDocument reason(String namespace, Instant time, Enum<?> reason) {
    return document(namespace, time, Map.of("Reason", reason.name()));
  }

  private MetricDocument document(String namespace, Instant time, Map<String, String> more) {
    Map<String, String> dimensions = new LinkedHashMap<>();
    dimensions.put("FunctionName", functionName);
    dimensions.putAll(more);
    return new MetricDocument(namespace, time, dimensions);
  }

  /**
   * Returns the lag of each replica whose event has a time; different clocks can make it negative.
   */
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
