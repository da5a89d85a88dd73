package io.github.s3sync.examples.demo;

import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.outcome.OutcomeListener;
import io.github.s3sync.plan.SkipReason;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Records the outcome of each source key. Thread-safe. */
final class Outcomes implements OutcomeListener {

  private final Map<String, CopyOutcome> byKey = new HashMap<>();
  private final Set<String> settled = new HashSet<>();

  @Override
  public synchronized void onOutcome(CopyOutcome outcome) {
    ObjectRef source = outcome.source();
    if (source == null) {
      return;
    }
    byKey.merge(source.key(), outcome, Outcomes::firstCopyElseLatest);
    boolean comesAgain = outcome instanceof CopyOutcome.Failed failed && failed.retryable();
    if (!comesAgain && !isReportedByAnother(outcome)) {
      settled.add(source.key());
      notifyAll();
    }
  }

  /**
   * Returns the first copy, or else the latest outcome. A queue may deliver an event twice, and the
   * lag of the first copy counts.
   */
  private static CopyOutcome firstCopyElseLatest(CopyOutcome old, CopyOutcome latest) {
    return old instanceof CopyOutcome.Copied ? old : latest;
  }

  /**
   * Returns whether another event reports the copy. That report may come shortly before or after.
   */
  private static boolean isReportedByAnother(CopyOutcome outcome) {
    return outcome instanceof CopyOutcome.Skipped skipped
        && skipped.reason() == SkipReason.SUPERSEDED;
  }

  /** Returns the number of keys that need no further attempt. */
  synchronized int settled() {
    return settled.size();
  }

  /** Returns the copies of some keys, in their order. */
  synchronized List<CopyOutcome.Copied> copies(List<String> keys) {
    return keys.stream()
        .map(byKey::get)
        .filter(CopyOutcome.Copied.class::isInstance)
        .map(CopyOutcome.Copied.class::cast)
        .toList();
  }

  /** Returns the outcome of a key; null if none was reported. */
  synchronized @Nullable CopyOutcome of(String key) {
    return byKey.get(key);
  }

  /** Describes the outcome of a key. */
  synchronized String describe(String key) {
    CopyOutcome outcome = byKey.get(key);
    if (outcome == null) {
      return "no outcome was reported";
    }
    return outcome instanceof CopyOutcome.Failed failed
        ? failed.reason() + ", " + failed.message()
        : "its outcome is " + outcome.kind();
  }

  /**
   * Waits until all keys have a final outcome; returns false if that takes longer than the timeout.
   */
  synchronized boolean await(Collection<String> keys, Duration timeout)
      throws InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    for (String key : keys) {
      while (!settled.contains(key)) {
        long millis = Duration.ofNanos(end - System.nanoTime()).toMillis();
        if (millis <= 0) {
          return false;
        }
        wait(millis);
      }
    }
    return true;
  }
}
