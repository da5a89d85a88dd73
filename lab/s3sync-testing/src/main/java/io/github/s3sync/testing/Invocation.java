package io.github.s3sync.testing;

import io.github.s3sync.testing.LambdaRuntime.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One event on its way to the function, and the answer on its way back. Thread-safe. */
final class Invocation {
  private final String id = UUID.randomUUID().toString();
  private final String event;
  private final Duration timeLeft;

  /** The nanoTime at which the function took the event: where its time begins. */
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

  /** Marks the event as taken and tells when its time will be over. */
  Instant take() {
    taken.complete(System.nanoTime());
    return Instant.now().plus(timeLeft);
  }

  /** The first answer counts. */
  void answer(boolean isError, String body) {
    long now = System.nanoTime();
    taken.complete(now);
    answer.complete(new Response(isError, body, Duration.ofNanos(now - taken.join())));
  }

  /** Whether the function took the event, or ended, in this time. */
  boolean awaitTaken(Duration atMost) {
    return taken
        .thenApply(at -> true)
        .completeOnTimeout(false, atMost.toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }

  /** The function's answer; empty if there is none when its time is over. */
  Optional<Response> await() {
    return answer
        .thenApply(Optional::of)
        .completeOnTimeout(Optional.empty(), timeLeft.toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }
}
