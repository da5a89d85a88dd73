package io.github.s3sync.examples.demo;

import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE;

import io.github.s3sync.S3Sync;
import io.github.s3sync.copy.Concurrency;
import io.github.s3sync.examples.demo.LagData.Backlog;
import io.github.s3sync.examples.demo.LagData.Sent;
import io.github.s3sync.examples.demo.LagData.Span;
import io.github.s3sync.executor.S3CopyExecutor;
import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.sqs.SqsPoller;
import io.github.s3sync.testing.Fault;
import io.github.s3sync.testing.FaultProxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ProgressBar;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * Sends a steady stream of small objects through the library, with the poller stopped and S3
 * throttling during it. Poller and S3 client have their defaults, as in user code.
 */
final class LagRun implements AutoCloseable {

  private static final int PUTTERS = 8;
  private static final long PERIOD_MILLIS = 200;
  private static final String COPY = "CopyObject";

  private final StreamPlan plan;
  private final Outcomes outcomes = new Outcomes();
  private final Map<String, Instant> puts = new ConcurrentSkipListMap<>();
  private final ExecutorService pool = Executors.newCachedThreadPool();
  private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(PUTTERS + 3);
  private final DemoServers servers = new DemoServers();
  private final FaultProxy s3 = FaultProxy.to(servers.s3Endpoint());
  private final S3Client replicator =
      S3Client.builder()
          .endpointOverride(s3.endpoint())
          .region(Region.US_EAST_1)
          .forcePathStyle(true)
          .credentialsProvider(
              StaticCredentialsProvider.create(servers.credentials(DemoServers.REPLICATOR)))
          .httpClientBuilder(Apache5HttpClient.builder())
          .build();
  private volatile SqsPoller poller = poller();

  LagRun(StreamPlan plan) {
    this.plan = plan;
    poller.start();
  }

  DemoServers servers() {
    return servers;
  }

  private SqsPoller poller() {
    return SqsPoller.builder()
        .queueUrl(servers.queueUrl())
        .client(servers.sqs())
        .sync(
            S3Sync.builder()
                .rules(Replication.rule())
                .executor(S3CopyExecutor.builder(replicator).build())
                .listener(outcomes)
                .build())
        .executor(pool)
        .build();
  }

  /** Sends the stream and waits for its replicas until the timeout. */
  LagData run(Duration timeout) throws InterruptedException, ExecutionException {
    try (ProgressBar bar = Replication.progressBar(plan.warmUp() + plan.objects())) {
      Future<?> progress = repeat(() -> bar.stepTo(outcomes.settled()));
      warmUp(timeout);
      Instant start = Instant.now();
      List<Backlog> backlog = Collections.synchronizedList(new ArrayList<>());
      Future<?> sampling = repeat(() -> backlog.add(backlog(start)));
      List<Future<?>> putting = new ArrayList<>();
      for (int i = 0; i < plan.objects(); i++) {
        String key = key("stream", i);
        putting.add(at(plan.at(i), Executors.callable(() -> put(key))));
      }
      Future<Span> stopped = at(plan.stop(), () -> stopPoller(start));
      Future<Span> throttled = at(plan.throttle(), () -> throttle(start));
      for (Future<?> put : putting) {
        put.get();
      }
      boolean unused = outcomes.await(keys(), timeout);
      if (!sampling.cancel(false)) {
        // The sampling ends early only with an error.
        sampling.get();
      }
      progress.cancel(false);
      bar.stepTo(outcomes.settled());
      return new LagData(plan, objects(start), backlog, stopped.get(), throttled.get());
    }
  }

  private void warmUp(Duration timeout) throws InterruptedException {
    Concurrency.of(pool, PUTTERS).forEach(plan.warmUp(), i -> put(key("warm-up", i)));
    boolean unused = outcomes.await(keys(), timeout);
  }

  private static String key(String folder, int number) {
    return DemoServers.SOURCE_PREFIX + "%s/%06d".formatted(folder, number);
  }

  /** Puts a small object with unique content. */
  private void put(String key) {
    Instant now = Instant.now();
    servers
        .s3(DemoServers.SOURCE)
        .putObject(p -> p.bucket(DemoServers.SOURCE_BUCKET).key(key), RequestBody.fromString(key));
    puts.put(key, now);
  }

  /**
   * Stops the poller as a deployment does: messages in progress are completed, and a new process
   * starts later.
   */
  private Span stopPoller(Instant start) throws InterruptedException {
    Instant from = Instant.now();
    poller.close();
    sleepUntil(from.plus(plan.faultDuration()));
    poller = poller();
    poller.start();
    return span(start, from);
  }

  private Span throttle(Instant start) throws InterruptedException {
    Instant from = Instant.now();
    s3.always(request -> request.operation().equals(COPY), Fault.error(503, "SlowDown"));
    sleepUntil(from.plus(plan.faultDuration()));
    s3.clearFaults();
    return span(start, from);
  }

  private static void sleepUntil(Instant end) throws InterruptedException {
    Thread.sleep(Math.max(0, Duration.between(Instant.now(), end).toMillis()));
  }

  private static Span span(Instant start, Instant from) {
    return new Span(Duration.between(start, from), Duration.between(start, Instant.now()));
  }

  private Backlog backlog(Instant start) {
    Map<QueueAttributeName, String> queue =
        servers
            .sqs()
            .getQueueAttributes(
                g ->
                    g.queueUrl(servers.queueUrl())
                        .attributeNames(
                            APPROXIMATE_NUMBER_OF_MESSAGES,
                            APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
            .attributes();
    return new Backlog(
        Duration.between(start, Instant.now()),
        Integer.parseInt(queue.get(APPROXIMATE_NUMBER_OF_MESSAGES)),
        Integer.parseInt(queue.get(APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE)));
  }

  private Future<?> repeat(Runnable work) {
    return timer.scheduleWithFixedDelay(work, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  private <T> Future<T> at(Duration when, Callable<T> work) {
    return timer.schedule(work, when.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Compares every replica with its source and returns the differences. */
  List<String> check() {
    ReplicaCheck check = new ReplicaCheck(servers);
    List<String> keys = keys();
    List<String> problems = Collections.synchronizedList(new ArrayList<>());
    Concurrency.of(pool, PUTTERS)
        .forEach(
            keys.size(),
            i -> {
              String difference = check.difference(keys.get(i));
              if (difference != null) {
                problems.add("replica of " + keys.get(i) + ": " + difference);
              }
            });
    return List.copyOf(problems);
  }

  /** Returns the keys of all objects that were put so far, including the warm-up. */
  private List<String> keys() {
    return List.copyOf(puts.keySet());
  }

  private List<Sent> objects(Instant start) {
    List<Sent> objects = new ArrayList<>();
    puts.forEach((key, put) -> objects.add(sent(key, put, start)));
    objects.sort(Comparator.comparing(Sent::put));
    return objects;
  }

  private Sent sent(String key, Instant put, Instant start) {
    CopyOutcome outcome = outcomes.of(key);
    Duration lag = outcome instanceof CopyOutcome.Copied copied ? copied.lag() : null;
    return new Sent(
        key,
        Duration.between(start, put),
        lag,
        outcome == null ? "none" : outcome.getClass().getSimpleName());
  }

  /** Returns the number of CopyObject requests, including those that S3 refused. */
  long copyRequests() {
    return s3.requests().stream().filter(request -> request.operation().equals(COPY)).count();
  }

  @Override
  public void close() {
    timer.shutdownNow();
    poller.close();
    replicator.close();
    s3.close();
    servers.close();
    pool.shutdown();
  }
}
