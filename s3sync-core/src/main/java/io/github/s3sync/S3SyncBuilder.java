package io.github.s3sync;

import io.github.s3sync.copy.Concurrency;
import io.github.s3sync.copy.CopyExecutor;
import io.github.s3sync.outcome.OutcomeListener;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRules;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Builds an {@link S3Sync}. Not thread-safe.
 *
 * @since 0.1.0
 */
public final class S3SyncBuilder {

  private @Nullable CopyRules rules;
  private @Nullable RulesSource rulesSource;
  private Duration rulesMaxAge = Duration.ZERO;
  Unmatched unmatched = Unmatched.SKIP;
  Clock clock = Clock.systemUTC();
  private @Nullable CopyExecutor executor;
  Concurrency concurrency = Concurrency.callerOnly();
  OutcomeListener listener = OutcomeListener.logging();
  final List<AutoCloseable> owned = new ArrayList<>();
  Duration maxClose = S3Sync.MAX_CLOSE;

  S3SyncBuilder() {}

  /**
   * Sets the rules. Required.
   *
   * @param rules the rules
   * @return this
   */
  public S3SyncBuilder rules(CopyRules rules) {
    this.rules = Objects.requireNonNull(rules, "rules");
    this.rulesSource = null;
    return this;
  }

  /**
   * Sets rules that may change while they are in use. They are read when the façade is built, and
   * re-read by the first call after {@code maxAge}. Before an event is skipped because no rule acts
   * on it, the rules are re-read, so no event is skipped under rules that are older than its
   * arrival. If a read fails or the new rules are invalid, the previous rules stay in use, and a
   * warning is logged at most once a minute. Events that no rule acts on then fail with {@code
   * FailureReason.NO_RULE}.
   *
   * <p>A call uses one set of rules from start to end. A change applies to calls that start after
   * it was read.
   *
   * @param source reads the rules
   * @param maxAge how long rules are used before they are re-read; zero to read them before each
   *     call
   * @return this
   * @throws IllegalArgumentException if {@code maxAge} is negative
   */
  public S3SyncBuilder rules(RulesSource source, Duration maxAge) {
    if (maxAge.isNegative()) {
      throw new IllegalArgumentException("maxAge is " + maxAge + ", expected zero or more");
    }
    this.rulesSource = Objects.requireNonNull(source, "source");
    this.rulesMaxAge = maxAge;
    this.rules = null;
    return this;
  }

  /**
   * Sets what happens to an event that no rule matches. In either case a warning is logged at most
   * once a minute.
   *
   * @param unmatched {@link Unmatched#SKIP} by default
   * @return this
   */
  public S3SyncBuilder unmatched(Unmatched unmatched) {
    this.unmatched = Objects.requireNonNull(unmatched, "unmatched");
    return this;
  }

  /** Sets the clock, for tests. */
  S3SyncBuilder clock(Clock clock) {
    this.clock = clock;
    return this;
  }

  /**
   * Sets the rules.
   *
   * @param rules the rules
   * @return this
   * @throws io.github.s3sync.rule.InvalidRuleException if the rules contradict each other, see
   *     {@link CopyRules#of(CopyRule...)}
   */
  public S3SyncBuilder rules(CopyRule... rules) {
    return rules(CopyRules.of(rules));
  }

  /**
   * Sets the executor, which carries out plans. Required.
   *
   * @param executor the executor, such as {@code S3CopyExecutor}
   * @return this
   */
  public S3SyncBuilder executor(CopyExecutor executor) {
    this.executor = Objects.requireNonNull(executor, "executor");
    return this;
  }

  /**
   * Decorates the executor that was set before, for example with a {@code ForwardingCopyExecutor}
   * that skips objects with a certain tag.
   *
   * @param decorator receives the executor and returns the executor to use
   * @return this
   * @throws NullPointerException if no executor was set, or the decorator returns null
   */
  public S3SyncBuilder decorateExecutor(UnaryOperator<CopyExecutor> decorator) {
    return executor(decorator.apply(Objects.requireNonNull(executor, "executor")));
  }

  /**
   * Sets how many records are copied at the same time.
   *
   * @param concurrency {@link Concurrency#callerOnly()} by default
   * @return this
   */
  public S3SyncBuilder concurrency(Concurrency concurrency) {
    this.concurrency = Objects.requireNonNull(concurrency, "concurrency");
    return this;
  }

  /**
   * Sets the listener that receives each outcome. It <b>replaces</b> every listener set before,
   * including the default one, which logs failures. {@link #addListener} keeps them.
   *
   * @param listener {@link OutcomeListener#logging()} by default
   * @return this
   */
  public S3SyncBuilder listener(OutcomeListener listener) {
    this.listener = Objects.requireNonNull(listener, "listener");
    return this;
  }

  /**
   * Adds a listener that receives each outcome after the listeners set before.
   *
   * @param listener the listener
   * @return this
   */
  public S3SyncBuilder addListener(OutcomeListener listener) {
    return listener(this.listener.andThen(listener));
  }

  /**
   * Adds a resource that {@link S3Sync#close()} closes. By default it closes nothing.
   *
   * @param resource the resource, such as a client
   * @return this
   */
  public S3SyncBuilder closing(AutoCloseable resource) {
    this.owned.add(Objects.requireNonNull(resource, "resource"));
    return this;
  }

  /** Sets how long closing waits for calls that are running, for tests. */
  S3SyncBuilder maxClose(Duration max) {
    this.maxClose = max;
    return this;
  }

  /**
   * Builds the façade.
   *
   * @return the façade
   * @throws NullPointerException if the rules or the executor are missing
   * @throws IllegalArgumentException if the set of rules is empty
   * @throws io.github.s3sync.rule.InvalidRuleException if the executor cannot carry out a rule
   */
  public S3Sync build() {
    CopyExecutor copies = Objects.requireNonNull(executor, "executor");
    CurrentRules current =
        rulesSource == null
            ? CurrentRules.fixed(Objects.requireNonNull(rules, "rules"), copies)
            : CurrentRules.of(rulesSource, rulesMaxAge, copies, clock);
    return new S3Sync(this, current, copies);
  }
}
