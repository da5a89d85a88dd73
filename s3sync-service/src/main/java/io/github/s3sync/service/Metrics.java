package io.github.s3sync.service;

import io.github.s3sync.micrometer.MeteredOutcomes;
import io.github.s3sync.micrometer.PollerGauges;
import io.github.s3sync.outcome.SyncReport;
import io.github.s3sync.sqs.MessageOutcome;
import io.github.s3sync.sqs.PollerHealth;
import io.github.s3sync.sqs.PollerListener;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.function.Supplier;

/**
 * What became of objects and how the poller is, as Prometheus reads it; an object that is tried
 * again counts each time. Thread-safe.
 */
final class Metrics implements PollerListener {

  /**
   * Of the text format, <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">as
   * Prometheus has it</a>.
   */
  static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final MeteredOutcomes outcomes = MeteredOutcomes.of(registry);

  @Override
  public void onMessage(MessageOutcome outcome) {
    SyncReport report = outcome.report();
    if (report != null) {
      report.outcomes().forEach(outcomes::onOutcome);
    }
  }

  /** Adds a poller's health. */
  void watch(Supplier<PollerHealth> health) {
    PollerGauges.of(health).bindTo(registry);
  }

  /** All of it, as it is now. */
  String text() {
    return registry.scrape(CONTENT_TYPE);
  }
}
