package io.github.s3sync.examples.demo;

import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.outcome.OutcomeListener;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What became of each source key so far. Thread-safe. */
final class Outcomes implements OutcomeListener {

  private final Map<String, CopyOutcome> byKey = new ConcurrentHashMap<>();

  @Override
  public void onOutcome(CopyOutcome outcome) {
    ObjectRef source = outcome.source();
    if (source != null) {
      byKey.merge(source.key(), outcome, Outcomes::firstCopyElseLatest);
      synchronized (this) {
        notifyAll();
      }
    }
  }

  /** A queue may deliver twice; the first copy is the one whose lag counts. */
  private static CopyOutcome firstCopyElseLatest(CopyOutcome old, CopyOutcome latest) {
    return old instanceof CopyOutcome.Copied ? old : latest;
  }

  @Nullable CopyOutcome of(String key) {
    return byKey.get(key);
  }

  /** How many keys need no further try. */
  long settled() {
    return byKey.values().stream().filter(Outcomes::isSettled).count();
  }

  /** Waits until none of the keys needs a further try, but no longer than the timeout. */
  synchronized void await(Collection<String> keys, Duration timeout) throws InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    while (!keys.stream().allMatch(key -> isSettled(byKey.get(key)))) {
      long millis = Duration.ofNanos(end - System.nanoTime()).toMillis();
      if (millis <= 0) {
        return;
      }
      wait(millis);
    }
  }

  private static boolean isSettled(@Nullable CopyOutcome outcome) {
    return outcome != null && !(outcome instanceof CopyOutcome.Failed f && f.retryable());
  }
}
