package io.github.s3sync.examples.demo;

import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.outcome.OutcomeListener;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
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
    if (!comesAgain) {
      settled.add(source.key());
      notifyAll();
    }
  }

  /** A queue may deliver twice; the first copy is the one whose lag counts. */
  private static CopyOutcome firstCopyElseLatest(CopyOutcome old, CopyOutcome latest) {
    return old instanceof CopyOutcome.Copied ? old : latest;
  }

  synchronized @Nullable CopyOutcome of(String key) {
    return byKey.get(key);
  }

  /** How many keys need no further try. */
  synchronized int settled() {
    return settled.size();
  }

  /** Waits until none of the keys needs a further try, but no longer than the timeout. */
  synchronized void await(Collection<String> keys, Duration timeout) throws InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    for (String key : keys) {
      while (!settled.contains(key)) {
        long millis = Duration.ofNanos(end - System.nanoTime()).toMillis();
        if (millis <= 0) {
          return;
        }
        wait(millis);
      }
    }
  }
}
