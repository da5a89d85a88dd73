package io.github.s3sync.micrometer;

import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.outcome.OutcomeListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts outcomes in a {@link MeterRegistry}: {@code
 * S3Sync.builder().listener(OutcomeListener.logging().andThen(MeteredOutcomes.of(registry)))}.
 *
 * <table> <caption>Meters</caption>
 * <tr><th>name</th><th>kind</th><th>tags</th><th>meaning</th></tr> <tr><td>{@code
 * s3sync.objects}</td><td>counter</td><td>{@code outcome}: copied, deleted, skipped or failed;
 * {@code reason}: the reason of the skip or failure, otherwise {@code none}</td> <td>outcomes, one
 * for each destination of each event</td></tr> <tr><td>{@code s3sync.bytes}</td><td>counter,
 * bytes</td><td>none</td><td>bytes in the copied objects</td></tr> <tr><td>{@code
 * s3sync.requests}</td><td>counter</td><td>none</td><td>requests to S3, for outcomes of all
 * kinds</td></tr> <tr><td>{@code s3sync.lag}</td><td>timer with a histogram from 10 ms to 1
 * h</td><td>none</td> <td>time from the event to the replica, for each copied object whose event
 * has a time; a negative lag, caused by different clocks, counts as zero</td></tr> </table>
 *
 * <p>All meters exist from the start, at zero, so that the first failure is an increase. Buckets
 * and keys are never tags, and rules only if requested ({@link #byRule}): the number of meters does
 * not grow with the number of objects. Safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class MeteredOutcomes implements OutcomeListener {

  private static final String RULE = "rule";

  /** The value of the tag for an outcome without a rule, such as {@code NO_RULE}. */
  private static final String NO_RULE = "none";

  private final MeterRegistry registry;
  private final boolean byRule;
  private final Map<String, RuleMeters> meters = new ConcurrentHashMap<>();

  private MeteredOutcomes(MeterRegistry registry, boolean byRule, Collection<String> rules) {
    this.registry = Objects.requireNonNull(registry, "registry");
    this.byRule = byRule;
    meters(NO_RULE);
    rules.forEach(this::meters);
  }

  /**
   * Returns a listener that adds its meters to a registry. Several listeners of one registry share
   * the meters.
   *
   * @param registry the registry; its common tags apply to the meters
   * @return the listener
   */
  public static MeteredOutcomes of(MeterRegistry registry) {
    return new MeteredOutcomes(registry, false, List.of());
  }

  /**
   * Returns a listener whose meters have the rule as an additional tag: its name, or {@code none}
   * if no rule matched. Each rule adds about 130 series, so this is for deployments with few rules.
   *
   * @param registry the registry; its common tags apply to the meters. It must not contain the
   *     meters of {@link #of}, since Prometheus requires the same tags on all meters of a name
   * @param rules the names of the rules whose meters exist from the start, at zero; the meters of
   *     other rules are added with their first outcome
   * @return the listener
   */
  public static MeteredOutcomes byRule(MeterRegistry registry, Collection<String> rules) {
    return new MeteredOutcomes(registry, true, rules);
  }

  private RuleMeters meters(String rule) {
    return meters.computeIfAbsent(
        rule, name -> new RuleMeters(registry, byRule ? Tags.of(RULE, name) : Tags.empty()));
  }

  @Override
  public void onOutcome(CopyOutcome outcome) {
    String rule = byRule ? outcome.rule() : null;
    meters(rule == null ? NO_RULE : rule).add(outcome);
  }
}
