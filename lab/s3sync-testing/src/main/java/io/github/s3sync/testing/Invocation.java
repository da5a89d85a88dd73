package io.github.s3sync.testing;

import io.github.s3sync.testing.LambdaRuntime.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Passes one event to the function, and its answer back. Thread-safe. */
final class Invocation {
  private final String id = UUID.randomUUID().toString();
  private final String event;
  private final Duration timeLeft;

  /** The nanoTime at which the function received the event, when its time begins. */
  private final CompletableFuture<Long> taken = new CompletableFuture<>();

  private final CompletableFuture<Response> answer = new CompletableFuture<>();

  Invocation(String event, Duration timeLeft) {
    this.event = event;
    this.timeLeft = timeLeft;
  }

  String id() {
    return id;
  }

  String event() {
    return event;
  }

  /** Marks the event as received and returns when its time ends. */
  Instant take() {
    taken.complete(System.nanoTime());
    return Instant.now().plus(timeLeft);
  }

  /** Sets the answer; only the first answer counts. */
  void answer(boolean isError, String body) {
    long now = System.nanoTime();
    taken.complete(now);
    answer.complete(new Response(isError, body, Duration.ofNanos(now - taken.join())));
  }

  /** Waits until the function received the event, or ended; returns false after this time. */
  boolean awaitTaken(Duration atMost) {
    return taken
        .thenApply(at -> true)
        .completeOnTimeout(false, atMost.toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }

  /** Waits for the function's answer; returns empty if its time ends first. */
  Optional<Response> await() {
    return answer
        .thenApply(Optional::of)
        .completeOnTimeout(Optional.empty(), timeLeft.toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }
}
