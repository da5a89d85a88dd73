package io.github.s3sync.benchmarks;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageResponse;

/** Counts a client's requests to SQS, and the messages that it deletes. */
final class SqsCalls implements ExecutionInterceptor {

  private final Map<String, LongAdder> calls = new ConcurrentHashMap<>();
  private final AtomicInteger deleted = new AtomicInteger();
  private volatile int messages;
  private volatile CountDownLatch done = new CountDownLatch(0);

  /** Restarts the count for a queue of this length. */
  void expect(int queueLength) {
    done = new CountDownLatch(1);
    messages = queueLength;
    deleted.set(0);
    calls.clear();
  }

  /** Waits until the last message has been deleted. */
  void awaitDeleted(long seconds) throws InterruptedException {
    if (!done.await(seconds, TimeUnit.SECONDS)) {
      throw new IllegalStateException(
          "%d of %d messages deleted in %d s".formatted(deleted.get(), messages, seconds));
    }
  }

  /** Returns the calls per message by the operation's name. */
  Map<String, Double> aMessage() {
    Map<String, Double> each = new TreeMap<>();
    calls.forEach((name, count) -> each.put(name, count.doubleValue() / messages));
    return each;
  }

  /** Counts each attempt as it is billed, including the SDK's own retries. */
  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    String name = context.request().getClass().getSimpleName().replaceAll("Request$", "");
    calls.computeIfAbsent(name, n -> new LongAdder()).increment();
  }

  @Override
  public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
    SdkResponse response = context.response();
    if (response instanceof DeleteMessageBatchResponse batch) {
      count(batch.successful().size());
    } else if (response instanceof DeleteMessageResponse) {
      count(1);
    }
  }

  private void count(int more) {
    int now = deleted.addAndGet(more);
    if (now - more < messages && now >= messages) {
      done.countDown();
    }
  }
}
