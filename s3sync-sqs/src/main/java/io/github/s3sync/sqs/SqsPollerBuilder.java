package io.github.s3sync.sqs;

import io.github.s3sync.S3Sync;
import io.github.s3sync.config.Variables;
import io.github.s3sync.destination.ServiceAddress;
import io.github.s3sync.outcome.BackOff;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Builds an {@link SqsPoller}. Not thread-safe.
 *
 * @since 0.1.0
 */
public final class SqsPollerBuilder {

  private static final int MAX_CONCURRENCY = 10_000;
  static final int MAX_RECEIVERS = 32;

  /** SQS's limit. */
  static final int MAX_RECEIVES = 1000;

  static final Duration MIN_VISIBILITY = Duration.ofSeconds(2);
  private static final Duration ONE_SECOND = Duration.ofSeconds(1);

  @Nullable String queueUrl;
  @Nullable SqsClient client;
  @Nullable S3Sync sync;
  @Nullable Executor executor;
  @Nullable String deadLetterQueueUrl;
  @Nullable Integer maxReceiveCount;
  int concurrency = 32;
  int receivers = 2;
  Duration visibilityTimeout = Duration.ofSeconds(60);
  Duration acknowledgeWithin = Duration.ofMillis(500);
  BackOff backOff = new BackOff(Duration.ofSeconds(5), Duration.ofMinutes(15), Math::random);
  Duration shutdownTimeout = Duration.ofSeconds(20);
  PollerListener listener = PollerListener.none();

  /** How long a message occupies a slot while it waits for another message of the same key. */
  Duration patience = Duration.ofSeconds(2);

  LongSupplier nanoTime = System::nanoTime;

  SqsPollerBuilder() {}

  /**
   * Sets the properties from environment variables: {@code S3SYNC_QUEUE_URL}, which is required,
   * {@code S3SYNC_DEAD_LETTER_QUEUE_URL}, {@code S3SYNC_MAX_RECEIVE_COUNT}, {@code
   * S3SYNC_CONCURRENCY} (16 if it is not set, as in {@code EnvironmentReader}), {@code
   * S3SYNC_RECEIVERS}, {@code S3SYNC_VISIBILITY_TIMEOUT_SECONDS} and {@code
   * S3SYNC_SHUTDOWN_TIMEOUT_SECONDS}. A variable that is not set changes nothing.
   *
   * @param environment names and values, such as {@code System.getenv()}
   * @return this
   * @throws io.github.s3sync.config.InvalidConfigException if a variable is missing or invalid, or
   *     if the name of an unknown variable starts with {@code S3SYNC_}; the message names it
   */
  public SqsPollerBuilder environment(Map<String, String> environment) {
    new PollerVariables(new Variables(environment)).fill(this);
    return this;
  }

  /**
   * Sets the queue to poll. Required.
   *
   * @param queueUrl the URL of a standard queue; S3 cannot send to a FIFO queue
   * @return this
   * @throws IllegalArgumentException if it is not a URL, or the URL of a FIFO queue
   */
  public SqsPollerBuilder queueUrl(String queueUrl) {
    this.queueUrl = standard("queueUrl", queueUrl);
    return this;
  }

  /**
   * Sets the client for SQS. Required. Its creator closes it. It must be able to wait 20 seconds
   * for an answer, the duration of a long poll.
   *
   * @param client the client
   * @return this
   */
  public SqsPollerBuilder client(SqsClient client) {
    this.client = Objects.requireNonNull(client, "client");
    return this;
  }

  /**
   * Sets the façade that handles the notifications. Required. Its creator closes it.
   *
   * @param sync the façade
   * @return this
   */
  public SqsPollerBuilder sync(S3Sync sync) {
    this.sync = Objects.requireNonNull(sync, "sync");
    return this;
  }

  /**
   * Sets the executor that runs the copies. Required. It should have a thread for each message that
   * is processed at the same time, see {@link #concurrency}: a message that waits for a thread is
   * hidden from other consumers meanwhile. Its creator closes it, after the poller.
   *
   * @param executor an executor, such as {@code Executors.newFixedThreadPool(32)}, or on Java 21
   *     one with virtual threads
   * @return this
   */
  public SqsPollerBuilder executor(Executor executor) {
    this.executor = Objects.requireNonNull(executor, "executor");
    return this;
  }

  /**
   * Sets the dead-letter queue. A message that can never succeed is sent there at once. A message
   * that fails for a cause that an operator can remove is sent there at its last receive. Both
   * carry the reason as message attributes. Without a dead-letter queue, such messages stay in the
   * queue until its redrive policy moves them.
   *
   * @param deadLetterQueueUrl the URL of a standard queue
   * @return this
   * @throws IllegalArgumentException if it is not a URL, or the URL of a FIFO queue
   */
  public SqsPollerBuilder deadLetterQueueUrl(String deadLetterQueueUrl) {
    this.deadLetterQueueUrl = standard("deadLetterQueueUrl", deadLetterQueueUrl);
    return this;
  }

  /**
   * Sets how often a message is received before it is sent to the dead-letter queue, if it fails
   * for a permission, key, bucket, Region or another cause that an operator can remove. A message
   * that can never succeed is sent there at once. A message that may succeed by itself is left to
   * the queue's redrive policy.
   *
   * @param maxReceiveCount 1 to 1,000; by default the number in the queue's redrive policy, which
   *     is also the limit, or 20 if the queue has no such policy or the poller may not read it
   * @return this
   * @throws IllegalArgumentException if it is out of range
   */
  public SqsPollerBuilder maxReceiveCount(int maxReceiveCount) {
    this.maxReceiveCount = within("maxReceiveCount", maxReceiveCount, MAX_RECEIVES);
    return this;
  }

  /**
   * Sets how many messages are processed at the same time. While S3 throttles, there are fewer.
   *
   * @param concurrency 1 to 10,000; 32 by default
   * @return this
   * @throws IllegalArgumentException if it is out of range
   */
  public SqsPollerBuilder concurrency(int concurrency) {
    this.concurrency = within("concurrency", concurrency, MAX_CONCURRENCY);
    return this;
  }

  /**
   * Sets how many threads request messages while the queue has many. While it has few, one thread
   * does.
   *
   * @param receivers 1 to 32; 2 by default
   * @return this
   * @throws IllegalArgumentException if it is out of range
   */
  public SqsPollerBuilder receivers(int receivers) {
    this.receivers = within("receivers", receivers, MAX_RECEIVERS);
    return this;
  }

  /**
   * Sets how long a message is hidden from other consumers. The poller extends the time while a
   * copy runs. After a crash, the messages of the process become visible when this time ends.
   *
   * @param visibilityTimeout whole seconds, from 2 seconds to 12 hours; 60 seconds by default
   * @return this
   * @throws IllegalArgumentException if it is out of range or not in whole seconds
   */
  public SqsPollerBuilder visibilityTimeout(Duration visibilityTimeout) {
    if (!visibilityTimeout.equals(Duration.ofSeconds(visibilityTimeout.toSeconds()))) {
      throw new IllegalArgumentException(
          "visibilityTimeout is " + visibilityTimeout + ", expected whole seconds");
    }
    this.visibilityTimeout =
        within("visibilityTimeout", visibilityTimeout, MIN_VISIBILITY, Delivery.MAX_HIDDEN);
    return this;
  }

  /**
   * Sets how long a handled message waits for nine others, so that they are deleted in one request.
   *
   * @param acknowledgeWithin 0 to 10 seconds; half a second by default
   * @return this
   * @throws IllegalArgumentException if it is out of range
   */
  public SqsPollerBuilder acknowledgeWithin(Duration acknowledgeWithin) {
    this.acknowledgeWithin =
        within("acknowledgeWithin", acknowledgeWithin, Duration.ZERO, Duration.ofSeconds(10));
    return this;
  }

  /**
   * Sets the back-off, after which a message that failed becomes visible again. The maximum wait
   * doubles with each delivery, and the wait is a random time between half of it and all of it.
   *
   * @param first the maximum wait after the first delivery, at least 1 second; 5 seconds by default
   * @param most the maximum of all waits, up to 12 hours; 15 minutes by default
   * @return this
   * @throws IllegalArgumentException if a wait is out of range, or if the first exceeds the maximum
   */
  public SqsPollerBuilder backOff(Duration first, Duration most) {
    Duration longest = within("backOff's longest time", most, ONE_SECOND, Delivery.MAX_HIDDEN);
    this.backOff =
        new BackOff(within("backOff's first time", first, ONE_SECOND, most), longest, Math::random);
    return this;
  }

  /**
   * Sets how long {@link SqsPoller#close} waits for running copies.
   *
   * @param shutdownTimeout 0 to 12 hours; 20 seconds by default, because ECS and Kubernetes kill a
   *     process after 30 seconds
   * @return this
   * @throws IllegalArgumentException if it is out of range
   */
  public SqsPollerBuilder shutdownTimeout(Duration shutdownTimeout) {
    this.shutdownTimeout =
        within("shutdownTimeout", shutdownTimeout, Duration.ZERO, Delivery.MAX_HIDDEN);
    return this;
  }

  /**
   * Sets the listener that receives the outcome of each delivery.
   *
   * @param listener {@link PollerListener#none()} by default
   * @return this
   */
  public SqsPollerBuilder listener(PollerListener listener) {
    this.listener = Objects.requireNonNull(listener, "listener");
    return this;
  }

  /**
   * Builds the poller.
   *
   * @return the poller, not started
   * @throws NullPointerException if the queue, the client, the façade or the executor is missing
   * @throws IllegalArgumentException if the dead-letter queue is the queue itself
   */
  public SqsPoller build() {
    if (queueUrl != null
        && deadLetterQueueUrl != null
        && Queue.isSame(queueUrl, deadLetterQueueUrl)) {
      throw new IllegalArgumentException(
          "deadLetterQueueUrl is the queue that is polled, expected another");
    }
    return new SqsPoller(this);
  }

  private static String standard(String name, String url) {
    if (url.endsWith(".fifo")) {
      throw new IllegalArgumentException(
          name
              + " is '"
              + url
              + "', a FIFO queue, to which S3 cannot send, expected the URL of a standard queue");
    }
    String problem = ServiceAddress.problemOfEndpoint(url);
    if (problem != null) {
      throw new IllegalArgumentException(
          problem.equals(ServiceAddress.NOT_A_URL)
              ? name + " is '" + url + "', expected the URL of a standard queue"
              : name + " " + problem);
    }
    return url;
  }

  private static int within(String name, int value, int most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(name + " is " + value + ", expected 1 to " + most);
    }
    return value;
  }

  private static Duration within(String name, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          name + " is " + value + ", expected " + least + " to " + most);
    }
    return value;
  }
}
