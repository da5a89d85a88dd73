package io.github.s3sync;

import io.github.s3sync.copy.Concurrency;
import io.github.s3sync.copy.CopyExecutor;
import io.github.s3sync.outcome.OutcomeListener;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRules;
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
    CopyRules wanted = Objects.requireNonNull(rules, "rules");
    if (wanted.rules().isEmpty()) {
      throw new IllegalArgumentException("there is no rule, expected one at least");
    }
    CopyExecutor copies = Objects.requireNonNull(executor, "executor");
    wanted.rules().forEach(copies::check);
    return new S3Sync(this, wanted, copies);
  }
}
