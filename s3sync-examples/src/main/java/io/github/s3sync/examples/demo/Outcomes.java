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

/** What became of each source key so far. Thread-safe. */
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
    if (!comesAgain && !isToldByAnother(outcome)) {
      settled.add(source.key());
      notifyAll();
    }
  }

  /** A queue may deliver twice; the first copy is the one whose lag counts. */
  private static CopyOutcome firstCopyElseLatest(CopyOutcome old, CopyOutcome latest) {
    return old instanceof CopyOutcome.Copied ? old : latest;
  }

  /** The copy that was made for this event too is heard of a moment before or after. */
  private static boolean isToldByAnother(CopyOutcome outcome) {
    return outcome instanceof CopyOutcome.Skipped skipped
        && skipped.reason() == SkipReason.SUPERSEDED;
  }

  /** How many keys need no further try. */
  synchronized int settled() {
    return settled.size();
  }

  /** The copies made of some keys, in their order. */
  synchronized List<CopyOutcome.Copied> copies(List<String> keys) {
    return keys.stream()
        .map(byKey::get)
        .filter(CopyOutcome.Copied.class::isInstance)
        .map(CopyOutcome.Copied.class::cast)
        .toList();
  }

  /** What became of a key; null if nothing was heard of it. */
  synchronized @Nullable CopyOutcome of(String key) {
    return byKey.get(key);
  }

  /** What became of a key, in words. */
  synchronized String describe(String key) {
    CopyOutcome outcome = byKey.get(key);
    if (outcome == null) {
      return "nothing was heard of it";
    }
    return outcome instanceof CopyOutcome.Failed failed
        ? failed.reason() + ", " + failed.message()
        : "its outcome is " + outcome.kind();
  }

  /**
   * Waits until none of the keys needs a further try; false if that takes longer than the timeout.
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
