package io.github.s3sync.copy;

import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Counts what really goes over the wire: a client that has this interceptor reports each try of a
 * request, one without it each request once, however often the SDK repeated it.
 *
 * @since 0.1.0
 */
public final class RequestMeter implements ExecutionInterceptor {

  /** Where a copy's own counter travels with each of its requests. */
  static final ExecutionAttribute<Count> COUNT =
      new ExecutionAttribute<>("io.github.s3sync.requests");

  /** Makes an interceptor. */
  public RequestMeter() {}

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    Count count = attributes.getAttribute(COUNT);
    if (count != null) {
      count.tries.incrementAndGet();
    }
  }

  /** The requests of one copy. */
  static final class Count {
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger tries = new AtomicInteger();

    void called() {
      calls.incrementAndGet();
    }

    int value() {
      return Math.max(calls.get(), tries.get());
    }
  }
}
