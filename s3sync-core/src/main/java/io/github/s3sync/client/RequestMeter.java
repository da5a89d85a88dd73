package io.github.s3sync.client;

import io.github.s3sync.event.Internal;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Counts the requests that are actually sent. A client with this interceptor reports each attempt
 * of a request. A client without it reports each request once, however often the SDK retries it.
 *
 * @since 0.1.0
 */
public final class RequestMeter implements ExecutionInterceptor {

  /** The attribute in which each request of a copy carries the counter of the copy. */
  @Internal
  public static final ExecutionAttribute<Count> COUNT =
      new ExecutionAttribute<>("io.github.s3sync.requests");

  /** Creates an interceptor. */
  public RequestMeter() {}

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    Count count = attributes.getAttribute(COUNT);
    if (count != null) {
      count.tries.incrementAndGet();
    }
  }

  /** Counts the requests of one copy. */
  @Internal
  public static final class Count {
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger tries = new AtomicInteger();

    public void called() {
      calls.incrementAndGet();
    }

    public int value() {
      return Math.max(calls.get(), tries.get());
    }
  }
}
