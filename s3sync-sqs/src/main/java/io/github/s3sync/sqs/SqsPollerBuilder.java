package io.github.s3sync.sqs;

import io.github.s3sync.S3Sync;
import io.github.s3sync.config.Variables;
import io.github.s3sync.outcome.BackOff;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Collects the parts of an {@link SqsPoller}. Not for use by several threads.
 *
 * @since 0.1.0
 */
public final class SqsPollerBuilder {

  private static final int MOST_CONCURRENCY = 10_000;
  static final int MOST_RECEIVERS = 32;

  /** SQS's limit. */
  static final int MOST_RECEIVES = 1000;

  static final Duration LEAST_VISIBILITY = Duration.ofSeconds(2);
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

  /** How long a message waits in a slot for others of the same key before it goes back. */
  Duration patience = Duration.ofSeconds(2);

  LongSupplier nanoTime = System::nanoTime;

  SqsPollerBuilder() {}

  /**
   * Sets what environment variables say: {@code S3SYNC_QUEUE_URL}, which is required, {@code
   * S3SYNC_DEAD_LETTER_QUEUE_URL}, {@code S3SYNC_MAX_RECEIVE_COUNT}, {@code S3SYNC_CONCURRENCY} (16
   * if it is not set, as in {@code EnvironmentReader}), {@code S3SYNC_RECEIVERS}, {@code
   * S3SYNC_VISIBILITY_TIMEOUT_SECONDS} and {@code S3SYNC_SHUTDOWN_TIMEOUT_SECONDS}. What else is
   * not set stays as it is.
   *
   * @param environment names and values, such as {@code System.getenv()}
   * @return this
   * @throws io.github.s3sync.config.InvalidConfigException if a variable is missing or wrong, or
   *     begins with {@code S3SYNC_} and is unknown; the message names it
   */
  public SqsPollerBuilder environment(Map<String, String> environment) {
    new PollerVariables(new Variables(environment)).fill(this);
    return this;
  }

  /**
   * Sets the queue that is polled. Required.
   *
   * @param queueUrl its URL; not that of a FIFO queue, which S3 cannot send to
   * @return this
   * @throws IllegalArgumentException if it is blank or that of a FIFO queue
   */
  public SqsPollerBuilder queueUrl(String queueUrl) {
    this.queueUrl = standard("queueUrl", queueUrl);
    return this;
  }

  /**
   * Sets what talks to SQS. Required. Whoever made it closes it. It must be able to wait 20 seconds
   * for an answer, the time of a long poll.
   *
   * @param client the client
   * @return this
   */
  public SqsPollerBuilder client(SqsClient client) {
    this.client = Objects.requireNonNull(client, "client");
    return this;
  }

  /**
   * Sets what does the work. Required. Whoever made it closes it.
   *
   * @param sync the façade
   * @return this
   */
  public SqsPollerBuilder sync(S3Sync sync) {
    this.sync = Objects.requireNonNull(sync, "sync");
    return this;
  }

  /**
   * Sets what runs the copies. Required. It should have a thread for each message in work, see
   * {@link #concurrency}: a message that waits for one waits hidden from others. Whoever made it
   * closes it, after the poller.
   *
   * @param executor such as {@code Executors.newFixedThreadPool(32)}, or on Java 21 one of virtual
   *     threads
   * @return this
   */
  public SqsPollerBuilder executor(Executor executor) {
    this.executor = Objects.requireNonNull(executor, "executor");
    return this;
  }

  /**
   * Sets where messages go that can never succeed, at once, and those that fail for their
   * environment, at their last receive, both with the reason as message attributes. By default they
   * stay in the queue until its redrive policy takes them.
   *
   * @param deadLetterQueueUrl the URL of a standard queue
   * @return this
   * @throws IllegalArgumentException if it is blank or that of a FIFO queue
   */
  public SqsPollerBuilder deadLetterQueueUrl(String deadLetterQueueUrl) {
    this.deadLetterQueueUrl = standard("deadLetterQueueUrl", deadLetterQueueUrl);
    return this;
  }

  /**
   * Sets how often a message is received before it goes to the dead-letter queue if it fails for a
   * permission, key, bucket, Region or another cause that an operator can remove. A message that
   * can never succeed goes there at once, and one that may succeed by itself is left to the queue's
   * redrive policy.
   *
   * @param maxReceiveCount 1 to 1,000; by default that of the queue's redrive policy, which is also
   *     the limit here, or 20 if the queue has none or it may not be read
   * @return this
   * @throws IllegalArgumentException if it lies outside
   */
  public SqsPollerBuilder maxReceiveCount(int maxReceiveCount) {
    this.maxReceiveCount = within("maxReceiveCount", maxReceiveCount, MOST_RECEIVES);
    return this;
  }

  /**
   * Sets how many messages are in work at once, while S3 does not throttle.
   *
   * @param concurrency 1 to 10,000; 32 by default
   * @return this
   * @throws IllegalArgumentException if it lies outside
   */
  public SqsPollerBuilder concurrency(int concurrency) {
    this.concurrency = within("concurrency", concurrency, MOST_CONCURRENCY);
    return this;
  }

  /**
   * Sets how many threads ask for messages while there are plenty; while there are few, one does.
   *
   * @param receivers 1 to 32; 2 by default
   * @return this
   * @throws IllegalArgumentException if it lies outside
   */
  public SqsPollerBuilder receivers(int receivers) {
    this.receivers = within("receivers", receivers, MOST_RECEIVERS);
    return this;
  }

  /**
   * Sets for how long a message is hidden from others; it is hidden anew while its copy runs. After
   * a crash its messages come again when this time is over.
   *
   * @param visibilityTimeout whole seconds, from 2 to 12 hours; 60 seconds by default
   * @return this
   * @throws IllegalArgumentException if it lies outside or is not of whole seconds
   */
  public SqsPollerBuilder visibilityTimeout(Duration visibilityTimeout) {
    if (!visibilityTimeout.equals(Duration.ofSeconds(visibilityTimeout.toSeconds()))) {
      throw new IllegalArgumentException(
          "visibilityTimeout is " + visibilityTimeout + ", expected whole seconds");
    }
    this.visibilityTimeout =
        within("visibilityTimeout", visibilityTimeout, LEAST_VISIBILITY, Delivery.LONGEST);
    return this;
  }

  /**
   * Sets how long a message that is done waits for nine others to be deleted together.
   *
   * @param acknowledgeWithin 0 to 10 seconds; half a second by default
   * @return this
   * @throws IllegalArgumentException if it lies outside
   */
  public SqsPollerBuilder acknowledgeWithin(Duration acknowledgeWithin) {
    this.acknowledgeWithin =
        within("acknowledgeWithin", acknowledgeWithin, Duration.ZERO, Duration.ofSeconds(10));
    return this;
  }

  /**
   * Sets when a message that failed becomes visible again: after a random part, at least half, of a
   * time that doubles with each delivery.
   *
   * @param first the time after the first delivery, at least 1 second; 5 seconds by default
   * @param most the longest time, up to 12 hours; 15 minutes by default
   * @return this
   * @throws IllegalArgumentException if one lies outside, or the first is longer
   */
  public SqsPollerBuilder backOff(Duration first, Duration most) {
    Duration longest = within("backOff's longest time", most, ONE_SECOND, Delivery.LONGEST);
    this.backOff =
        new BackOff(within("backOff's first time", first, ONE_SECOND, most), longest, Math::random);
    return this;
  }

  /**
   * Sets how long {@link SqsPoller#close} waits for copies that run.
   *
   * @param shutdownTimeout 0 to 12 hours; 20 seconds by default, for ECS and Kubernetes kill after
   *     30
   * @return this
   * @throws IllegalArgumentException if it lies outside
   */
  public SqsPollerBuilder shutdownTimeout(Duration shutdownTimeout) {
    this.shutdownTimeout =
        within("shutdownTimeout", shutdownTimeout, Duration.ZERO, Delivery.LONGEST);
    return this;
  }

  /**
   * Sets who hears what became of each message.
   *
   * @param listener {@link PollerListener#none()} by default
   * @return this
   */
  public SqsPollerBuilder listener(PollerListener listener) {
    this.listener = Objects.requireNonNull(listener, "listener");
    return this;
  }

  /**
   * Makes it.
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
    if (!url.matches("https?://.+")) {
      throw new IllegalArgumentException(
          name + " is '" + url + "', expected the URL of a standard queue");
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
