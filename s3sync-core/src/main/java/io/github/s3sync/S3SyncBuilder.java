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
 * Collects the parts of an {@link S3Sync}. Not for use by several threads.
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

  S3SyncBuilder() {}

  /**
   * Sets what users want. Required.
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
   * again by the first call after {@code maxAge}. Before an event is skipped because no rule acts
   * on it, the rules are read once more, so an event is never acknowledged under rules that are
   * older than its arrival. If a read fails, or the new rules are wrong, the rules in use stay in
   * use, a warning is logged at most once a minute, and events that no rule acts on fail with
   * {@code FailureReason.NO_RULE}.
   *
   * <p>A call uses one set of rules from its beginning to its end: a change applies to calls that
   * begin after it was read.
   *
   * @param source reads the rules
   * @param maxAge for how long rules are used before they are read again; zero for a read before
   *     each call
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

  /** Sets what tells the time, for tests. */
  S3SyncBuilder clock(Clock clock) {
    this.clock = clock;
    return this;
  }

  /**
   * Sets what users want.
   *
   * @param rules the rules
   * @return this
   * @throws io.github.s3sync.rule.InvalidRuleException if they cannot stand together
   */
  public S3SyncBuilder rules(CopyRule... rules) {
    return rules(CopyRules.of(rules));
  }

  /**
   * Sets what carries out plans. Required.
   *
   * @param executor such as {@code S3CopyExecutor}
   * @return this
   */
  public S3SyncBuilder executor(CopyExecutor executor) {
    this.executor = Objects.requireNonNull(executor, "executor");
    return this;
  }

  /**
   * Puts something around the executor that was set before, such as a {@code
   * ForwardingCopyExecutor} that leaves out objects with a certain tag.
   *
   * @param decorator gets the executor and returns the one to use
   * @return this
   * @throws NullPointerException if no executor was set, or the decorator returns null
   */
  public S3SyncBuilder decorateExecutor(UnaryOperator<CopyExecutor> decorator) {
    return executor(decorator.apply(Objects.requireNonNull(executor, "executor")));
  }

  /**
   * Sets how many records of one notification are copied at once.
   *
   * @param concurrency {@link Concurrency#callerOnly()} by default
   * @return this
   */
  public S3SyncBuilder concurrency(Concurrency concurrency) {
    this.concurrency = Objects.requireNonNull(concurrency, "concurrency");
    return this;
  }

  /**
   * Sets who hears of each outcome, <b>in place of</b> the listener that was set before, also of
   * the one that logs failures. {@link #addListener} keeps them.
   *
   * @param listener {@link OutcomeListener#logging()} by default
   * @return this
   */
  public S3SyncBuilder listener(OutcomeListener listener) {
    this.listener = Objects.requireNonNull(listener, "listener");
    return this;
  }

  /**
   * Adds one more who hears of each outcome, after the listeners that were set before.
   *
   * @param listener the listener
   * @return this
   */
  public S3SyncBuilder addListener(OutcomeListener listener) {
    return listener(this.listener.andThen(listener));
  }

  /**
   * Gives {@link S3Sync#close()} something to close; by default it closes nothing.
   *
   * @param resource such as a client
   * @return this
   */
  public S3SyncBuilder closing(AutoCloseable resource) {
    this.owned.add(Objects.requireNonNull(resource, "resource"));
    return this;
  }

  /**
   * Makes it.
   *
   * @return the façade
   * @throws NullPointerException if rules or executor are missing
   * @throws IllegalArgumentException if there is no rule
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
