package io.github.s3sync;

import io.github.s3sync.copy.CopyExecutor;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.key.OneLine;
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
 * The rules in use, read again where they may change. A call takes one planner and keeps it, so a
 * change never splits the records of a notification between two sets of rules, except for records
 * that the older set does not act on.
 *
 * <p>A record that no rule acts on is acknowledged for good. That is decided only by rules that
 * were read after the record had arrived, see {@link #readAfter}.
 */
final class CurrentRules {

  private static final Logger log = LoggerFactory.getLogger(S3Sync.class);

  /** For how long a failed read is not repeated, unless a record depends on it. */
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private static final Duration MAX_WAIT = Duration.ofSeconds(20);
  private static final int MAX_PROBLEM_LENGTH = 500;

  private final @Nullable RulesSource source;
  private final Duration maxAge;
  private final CopyExecutor executor;
  private final Clock clock;
  private final MinuteWarning unreadable;
  private final ReentrantLock reading = new ReentrantLock();
  private final AtomicLong readsBegun = new AtomicLong();

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

  /** Rules that never change. */
  static CurrentRules fixed(CopyRules rules, CopyExecutor executor) {
    return new CurrentRules(
        null, new LoadedRules(rules, "code"), Duration.ZERO, executor, Clock.systemUTC());
  }

  /** Rules that are read now, and again when they are older than {@code maxAge}. */
  static CurrentRules of(RulesSource source, Duration maxAge, CopyExecutor executor, Clock clock) {
    return new CurrentRules(source, source.read(Deadline.none()), maxAge, executor, clock);
  }

  LoadedRules loaded() {
    return inUse.rules();
  }

  /** How many reads have begun, to be remembered when a record arrives. */
  long readsBegun() {
    return readsBegun.get();
  }

  /**
   * The planner for a call that begins now. If the rules are too old, one caller reads them again
   * while the others go on; with a maximum age of zero each call waits for a read of its own.
   */
  CopyPlanner planner(Deadline deadline) {
    if (source != null && maxAge.isZero()) {
      readAfter(readsBegun(), deadline);
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

  /** The planner as it is, without a read. */
  CopyPlanner planner() {
    return inUse.planner();
  }

  /**
   * Makes sure that the rules in use were read after a record had arrived. Callers who wait at the
   * same time share one read.
   *
   * @param seen what {@link #readsBegun} was when the record arrived
   * @return why that failed; null if it did not
   */
  @Nullable String readAfter(long seen, Deadline deadline) {
    if (source == null) {
      return null;
    }
    try {
      if (!reading.tryLock(waitNanos(deadline), TimeUnit.NANOSECONDS)) {
        return "the rules are being read, and no answer came in time";
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "the thread was interrupted while the rules were read";
    }
    try {
      if (readsBegun() == seen) {
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
    boolean failedBefore = problem != null && PAUSE.compareTo(maxAge) < 0;
    // A clock that was set back says nothing about the age.
    return age.isNegative() || age.compareTo(failedBefore ? PAUSE : maxAge) >= 0;
  }

  private void read(RulesSource from, Deadline deadline) {
    readsBegun.incrementAndGet();
    String failure = null;
    try {
      LoadedRules read = from.read(deadline);
      if (!read.origin().equals(inUse.rules().origin())) {
        inUse = use(read);
      }
    } catch (RuntimeException | Error e) {
      failure =
          OneLine.of(
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
      throw new IllegalArgumentException("there is no rule, expected one at least");
    }
    rules.rules().forEach(executor::check);
    // Rules in code are known from the code; a program may also make one façade for each call.
    log.atLevel(source == null ? Level.DEBUG : Level.INFO)
        .log("{} rules in use, from {}", rules.rules().size(), OneLine.of(loaded.origin()));
    rules.warnings().forEach(warning -> log.warn("{}", warning));
    return new InUse(loaded, new CopyPlanner(rules));
  }

  private record InUse(LoadedRules rules, CopyPlanner planner) {}
}
