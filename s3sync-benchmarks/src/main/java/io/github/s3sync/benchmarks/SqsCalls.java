package io.github.s3sync.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageResponse;

/**
 * Watches one SQS client while a queue of known length is worked off. What is reported is of the
 * time in which the middle nine tenths of the messages were deleted: neither how a reader starts
 * nor how long it keeps the last incomplete batch is a rate.
 */
final class SqsCalls implements ExecutionInterceptor {

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final Map<String, LongAdder> calls = new ConcurrentHashMap<>();
  private final AtomicInteger deleted = new AtomicInteger();
  private volatile int messages;
  private volatile @Nullable Mark first;
  private volatile @Nullable Mark last;
  private volatile CountDownLatch done = new CountDownLatch(0);

  /** Where things stood at one moment. */
  private record Mark(long nanos, long cpuNanos, int deleted, Map<String, Long> calls) {}

  /** Begins to count anew. */
  void expect(int queueLength) {
    calls.clear();
    deleted.set(0);
    first = null;
    last = null;
    messages = queueLength;
    done = new CountDownLatch(1);
  }

  /** Waits until every message that was expected has been deleted. */
  QueueRound await(long seconds) throws InterruptedException {
    if (!done.await(seconds, TimeUnit.SECONDS)) {
      throw new IllegalStateException(
          "%d of %d messages deleted in %d s".formatted(deleted.get(), messages, seconds));
    }
    Mark from = first;
    Mark to = last;
    if (from == null || to == null) {
      throw new IllegalStateException("too few messages to measure: " + messages);
    }
    double between = to.deleted() - from.deleted();
    Map<String, Double> each = new TreeMap<>();
    to.calls()
        .forEach(
            (name, count) ->
                each.put(name, (count - from.calls().getOrDefault(name, 0L)) / between));
    return new QueueRound(
        between / ((to.nanos() - from.nanos()) / 1e9),
        (to.cpuNanos() - from.cpuNanos()) / 1e3 / between,
        each);
  }

  /** Each attempt, as it is billed: the SDK's own retries count. */
  @Override
  public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes a) {
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
    int before = now - more;
    if (before < messages / 20 && now >= messages / 20) {
      first = mark(now);
    }
    if (before < messages - messages / 20 && now >= messages - messages / 20) {
      last = mark(now);
    }
    if (before < messages && now >= messages) {
      done.countDown();
    }
  }

  private Mark mark(int now) {
    Map<String, Long> copy = new TreeMap<>();
    calls.forEach((name, count) -> copy.put(name, count.sum()));
    return new Mark(System.nanoTime(), SYSTEM.getProcessCpuTime(), now, copy);
  }
}
