package io.github.s3sync.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.EventSource;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.executor.StepExecutor;
import io.github.s3sync.executor.Waiting;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.rule.CopyRule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs one copy per key, with copies that start and end when a test says so. */
public final class HeldCopies {

  public static final CopyRule RULE = CopyRule.named("r").from("src").to("dst").build();

  public static final CopyReceipt RECEIPT =
      new CopyReceipt("e", "e", null, 7, 0, 1, Duration.ofMillis(5), Instant.EPOCH);

  private final List<Thread> threads = new ArrayList<>();
  private final BlockingQueue<Copy> begun = new LinkedBlockingQueue<>();
  public final OneCopyPerKey onePerKey = new OneCopyPerKey(new StepExecutor(this::copy));

  private CopyResult copy(CopyPlan plan, Deadline deadline) {
    Copy copy = new Copy(plan, Thread.currentThread(), new CompletableFuture<>());
    begun.add(copy);
    return copy.end.join().get();
  }

  public static CopyPlan plan(String key, @Nullable String sequencer) {
    return plan(event(EventSource.S3, EventKind.CREATED, key, sequencer), RULE, key);
  }

  public static CopyPlan plan(ObjectEvent event, CopyRule rule, String replicaKey) {
    return new CopyPlan(
        event,
        rule,
        rule.destinations().get(0),
        new ObjectRef("src", event.rawKey()),
        new ObjectRef("dst", replicaKey));
  }

  public static ObjectEvent event(
      EventSource source, EventKind kind, String key, @Nullable String sequencer) {
    return ObjectEvent.builder(source, kind, "src", key)
        .name("e")
        .sizeBytes(1L)
        .eTag("e")
        .sequencer(sequencer)
        .build();
  }

  /** Requests a copy on a new thread. */
  public Asked ask(CopyPlan plan, Deadline deadline) {
    CompletableFuture<CopyResult> answer = new CompletableFuture<>();
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                answer.complete(onePerKey.execute(plan, deadline));
              } catch (RuntimeException | Error e) {
                answer.completeExceptionally(e);
              } finally {
                interrupted.complete(Thread.currentThread().isInterrupted());
              }
            });
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
    return new Asked(thread, answer, interrupted);
  }

  public Asked ask(CopyPlan plan) {
    return ask(plan, Deadline.none());
  }

  /** Requests a copy, and returns when the thread waits for the copy of another thread. */
  public Asked waitingFor(CopyPlan plan) {
    Asked asked = ask(plan);
    Waiting.until(List.of(asked.thread));
    return asked;
  }

  /** Returns a copy that one of two threads makes for both. */
  public Shared shared(CopyPlan plan) throws Exception {
    Asked before = ask(plan);
    Copy running = next();
    Asked a = waitingFor(plan);
    Asked b = waitingFor(plan);
    running.end(RECEIPT);
    assertThat(before.result()).isSameAs(RECEIPT);
    Copy copy = next();
    Asked leader = copy.among(a, b);
    return new Shared(copy, leader, leader.equals(a) ? b : a);
  }

  /** Returns the copy that starts next. */
  public Copy next() throws InterruptedException {
    Copy copy = begun.poll(20, TimeUnit.SECONDS);
    assertThat(copy).as("a copy begins").isNotNull();
    return copy;
  }

  public void assertNoneBegun() {
    assertThat(begun).isEmpty();
  }

  /** Returns the result of a thread if every further copy succeeds. */
  public CopyResult resultOfCopyingOn(Asked asked) throws Exception {
    while (asked.thread.isAlive()) {
      Copy copy = begun.poll(1, TimeUnit.MILLISECONDS);
      if (copy != null) {
        copy.end(RECEIPT);
      }
    }
    return asked.result();
  }

  /** Asserts that every thread has ended and that no state is left. */
  public void assertNothingIsLeft() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join(20_000);
      assertThat(thread.isAlive()).as("%s", thread).isFalse();
    }
    assertNoneBegun();
    assertThat(onePerKey.replicas()).isZero();
  }

  /** A running copy, the thread that makes it, and the thread that waits for it. */
  public record Shared(Copy copy, Asked leader, Asked joined) {}

  /** A running copy. */
  public record Copy(CopyPlan plan, Thread thread, CompletableFuture<Supplier<CopyResult>> end) {

    public void end(CopyResult with) {
      end.complete(() -> with);
    }

    public void fail(RuntimeException with) {
      end.complete(
          () -> {
            throw with;
          });
    }

    public void fail(Error with) {
      end.complete(
          () -> {
            throw with;
          });
    }

    public Asked among(Asked... askers) {
      return Arrays.stream(askers).filter(a -> a.thread == thread).findFirst().orElseThrow();
    }
  }

  /** A thread that requested a copy. */
  public record Asked(
      Thread thread, CompletableFuture<CopyResult> answer, CompletableFuture<Boolean> interrupted) {

    public CopyResult result() throws Exception {
      return answer.get(20, TimeUnit.SECONDS);
    }

    public Throwable failure() {
      return answer.handle((result, e) -> e).orTimeout(20, TimeUnit.SECONDS).join();
    }

    public CopyException copyException() {
      assertThat(failure()).isInstanceOf(CopyException.class);
      return (CopyException) failure();
    }
  }
}
