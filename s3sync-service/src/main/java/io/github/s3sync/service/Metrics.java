package io.github.s3sync.service;

import io.github.s3sync.event.LogText;
import io.github.s3sync.micrometer.MeteredMessages;
import io.github.s3sync.micrometer.MeteredOutcomes;
import io.github.s3sync.micrometer.PollerGauges;
import io.github.s3sync.outcome.SyncReport;
import io.github.s3sync.sqs.MessageOutcome;
import io.github.s3sync.sqs.PollerHealth;
import io.github.s3sync.sqs.PollerListener;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.metrics.Info;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Properties;
import java.util.function.Supplier;

/**
 * Reports outcomes, messages, the health of the poller, and the JVM in the text format of
 * Prometheus. An object that is retried counts each time. Thread-safe.
 */
final class Metrics implements PollerListener, AutoCloseable {

  /**
   * The content type of <a
   * href="https://prometheus.io/docs/instrumenting/exposition_formats/">Prometheus' text
   * format</a>.
   */
  static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();
  private final MeteredMessages messages = MeteredMessages.of(registry);
  private final MeteredOutcomes outcomes;

  // Micrometer has no info metrics, and removes the suffix from the name of a gauge.
  private final Info build =
      Info.builder()
          .name("s3sync_build_info")
          .help("The running version and the source of its rules")
          .labelNames("version", "rules")
          .register(registry.getPrometheusRegistry());

  private volatile Supplier<String> rulesOrigin = () -> "unknown";

  /** Counts all rules together. */
  Metrics() {
    this.outcomes = MeteredOutcomes.of(registry);
    measureJvm();
  }

  /** Counts each rule separately. */
  Metrics(Collection<String> rules) {
    this.outcomes = MeteredOutcomes.byRule(registry, rules);
    measureJvm();
  }

  private void measureJvm() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    collections.bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  /** Returns the project's version, or "unknown" if the build did not set it. */
  static String version() {
    Properties build = new Properties();
    try (InputStream stream = Metrics.class.getResourceAsStream("build.properties")) {
      if (stream != null) {
        build.load(stream);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return build.getProperty("version", "unknown");
  }

  @Override
  public void onMessage(MessageOutcome outcome) {
    messages.onMessage(outcome);
    SyncReport report = outcome.report();
    if (report != null) {
      report.outcomes().forEach(outcomes::onOutcome);
    }
  }

  /** Adds the source, eTag and hash of the current rules, which may change. */
  void watchRules(Supplier<String> origin) {
    rulesOrigin = origin;
  }

  /** Adds a poller's health. */
  void watch(Supplier<PollerHealth> health) {
    PollerGauges.of(health).bindTo(registry);
  }

  /** Returns all current values. */
  String text() {
    build.setLabelValues(version(), LogText.of(rulesOrigin.get()));
    return registry.scrape(CONTENT_TYPE);
  }

  @Override
  public void close() {
    collections.close();
  }
}
