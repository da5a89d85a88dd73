package io.github.s3sync;

import io.github.s3sync.copy.CopyExecutor;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.event.LogText;
import io.github.s3sync.plan.CopyPlanner;
import io.github.s3sync.rule.CopyRules;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Holds the rules in use and re-reads rules that may change. A call uses one planner from start to
 * end, so a rule change never splits the records of a notification between two sets of rules. The
 * exception is a record that the older set does not act on.
 *
 * <p>A record that no rule acts on is acknowledged for good. Only rules that were read after the
 * record arrived may decide that, see {@link #readAfter}.
 */
final class CurrentRules {

  private static final Logger log = LoggerFactory.getLogger(S3Sync.class);

  /** How long a failed read is not repeated, unless a record depends on it. */
  private static final Duration RETRY_PAUSE = Duration.ofSeconds(10);

  private static final Duration MAX_WAIT = Duration.ofSeconds(20);
  private static final int MAX_PROBLEM_LENGTH = 500;

  private final @Nullable RulesSource source;
  private final Duration maxAge;
  private final CopyExecutor executor;
  private final Clock clock;
  private final MinuteWarning unreadable;
  private final ReentrantLock reading = new ReentrantLock();
  private final AtomicLong readsStarted = new AtomicLong();

  private volatile InUse inUse;
  private volatile Instant lastRead;
  private volatile @Nullable String problem;

  private CurrentRules(
      @Nullable RulesSource source,
      LoadedRules rules,
      Duration maxAge,
      CopyExecutor executor,
      Clock clock) {
    this.source = source;
    this.maxAge = maxAge;
    this.executor = executor;
    this.clock = clock;
    this.unreadable = new MinuteWarning(clock);
    this.lastRead = clock.instant();
    this.inUse = use(rules);
  }

  /** Returns rules that never change. */
  static CurrentRules fixed(CopyRules rules, CopyExecutor executor) {
    return new CurrentRules(
        null, new LoadedRules(rules, "code"), Duration.ZERO, executor, Clock.systemUTC());
  }

  /** Reads the rules now, and re-reads them when they are older than {@code maxAge}. */
  static CurrentRules of(RulesSource source, Duration maxAge, CopyExecutor executor, Clock clock) {
    return new CurrentRules(source, source.read(Deadline.none()), maxAge, executor, clock);
  }

  LoadedRules loaded() {
    return inUse.rules();
  }

  /** Returns how many reads have started. A caller remembers the number when a record arrives. */
  long readsStarted() {
    return readsStarted.get();
  }

  /**
   * Returns the planner for a call that starts now. If the rules are too old, one caller re-reads
   * them while the others continue with the old rules. With a maximum age of zero, each call waits
   * for a new read.
   */
  CopyPlanner planner(Deadline deadline) {
    if (source != null && maxAge.isZero()) {
      readAfter(readsStarted(), deadline);
    } else if (source != null && isDue() && reading.tryLock()) {
      try {
        if (isDue()) {
          read(source, deadline);
        }
      } finally {
        reading.unlock();
      }
    }
    return inUse.planner();
  }

  /** Returns the current planner without reading the rules. */
  CopyPlanner planner() {
    return inUse.planner();
  }

  /**
   * Makes sure that the rules in use were read after a record arrived. Callers that wait at the
   * same time share one read.
   *
   * @param seen the value of {@link #readsStarted} when the record arrived
   * @return why the read failed; null if it succeeded
   */
  @Nullable String readAfter(long seen, Deadline deadline) {
    if (source == null) {
      return null;
    }
    try {
      if (!reading.tryLock(waitNanos(deadline), TimeUnit.NANOSECONDS)) {
        return "another thread is reading the rules and did not finish in time";
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "the thread was interrupted while it waited for the rules to be read";
    }
    try {
      if (readsStarted() == seen) {
        read(source, deadline);
      }
      return problem;
    } finally {
      reading.unlock();
    }
  }

  private static long waitNanos(Deadline deadline) {
    Duration left = deadline.remaining();
    return (left.compareTo(MAX_WAIT) < 0 ? left : MAX_WAIT).toNanos();
  }

  private boolean isDue() {
    Duration age = Duration.between(lastRead, clock.instant());
    boolean failedBefore = problem != null && RETRY_PAUSE.compareTo(maxAge) < 0;
    // If the clock was set back, the age is unknown.
    return age.isNegative() || age.compareTo(failedBefore ? RETRY_PAUSE : maxAge) >= 0;
  }

  private void read(RulesSource from, Deadline deadline) {
    readsStarted.incrementAndGet();
    String failure = null;
    try {
      LoadedRules read = from.read(deadline);
      if (!read.origin().equals(inUse.rules().origin())) {
        inUse = use(read);
      }
    } catch (RuntimeException | Error e) {
      failure =
          LogText.of(
              String.valueOf(e.getMessage() == null ? e : e.getMessage()), MAX_PROBLEM_LENGTH);
      String message = failure;
      unreadable.occurred(
          times ->
              log.warn(
                  "rules not re-read ({} failures since the last warning), {} stays in use: {}",
                  times,
                  inUse.rules().origin(),
                  message));
    }
    problem = failure;
    lastRead = clock.instant();
  }

  private InUse use(LoadedRules loaded) {
    CopyRules rules = loaded.rules();
    if (rules.rules().isEmpty()) {
      throw new IllegalArgumentException("the set of rules is empty, expected at least one rule");
    }
    rules.rules().forEach(executor::check);
    // Rules in code need no INFO line, and a program may build one façade for each call.
    log.atLevel(source == null ? Level.DEBUG : Level.INFO)
        .log("{} rules in use, from {}", rules.rules().size(), LogText.of(loaded.origin()));
    rules.warnings().forEach(warning -> log.warn("{}", warning));
    return new InUse(loaded, new CopyPlanner(rules));
  }

  private record InUse(LoadedRules rules, CopyPlanner planner) {}
}
