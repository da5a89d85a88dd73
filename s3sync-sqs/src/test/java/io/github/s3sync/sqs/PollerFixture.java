package io.github.s3sync.sqs;

import io.github.s3sync.S3Sync;
import io.github.s3sync.copy.CopyExecutor;
import io.github.s3sync.executor.S3CopyExecutor;
import io.github.s3sync.outcome.OutcomeListener;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.testing.FakeS3;
import io.github.s3sync.testing.Fault;
import io.github.s3sync.testing.SqsServer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeNameForSends;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** Provides a queue, a source and a destination bucket, and records the fates of messages. */
final class PollerFixture implements AutoCloseable {

  static final String SOURCE = "src";
  static final String DESTINATION = "dst";

  /** Shared, since its start takes seconds and queues are cheap. */
  private static final SqsServer SERVER = SqsServer.start();

  private static final String IDLE = "{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\"}";

  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  final FakeS3 s3 = FakeS3.start();
  final SqsFaults faults = new SqsFaults();
  final SqsClient sqs = client(SERVER, faults);
  final String queueUrl;
  final String deadLetterQueueUrl;
  final List<MessageOutcome> outcomes = new CopyOnWriteArrayList<>();
  final ExecutorService executor = Executors.newFixedThreadPool(32);
  private final List<SqsPoller> pollers = new CopyOnWriteArrayList<>();
  private final AtomicInteger sequencer = new AtomicInteger();

  PollerFixture() {
    deadLetterQueueUrl = SERVER.createQueue("dead-" + NUMBER.incrementAndGet());
    queueUrl = SERVER.createQueue(queueName());
    createBuckets();
  }

  /**
   * Creates a fixture whose queue has its own redrive policy.
   *
   * @param maxReceiveCount how often a message may be received
   */
  PollerFixture(int maxReceiveCount) {
    String deadLetters = "dead-" + NUMBER.incrementAndGet();
    deadLetterQueueUrl = SERVER.createQueue(deadLetters);
    queueUrl =
        SERVER.createQueue(queueName(), Duration.ofSeconds(30), deadLetters, maxReceiveCount);
    createBuckets();
  }

  private String queueName() {
    return deadLetterQueueUrl.replaceFirst(".*/dead-", "queue-");
  }

  private void createBuckets() {
    s3.createBucket(SOURCE);
    s3.createBucket(DESTINATION);
  }

  static SqsClient client(SqsServer server, SqsFaults faults) {
    return SqsClient.builder()
        .endpointOverride(server.endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("sqs", "sqs")))
        .httpClientBuilder(Apache5HttpClient.builder())
        .overrideConfiguration(
            c -> c.retryStrategy(AwsRetryStrategy.doNotRetry()).addExecutionInterceptor(faults))
        .build();
  }

  /**
   * Returns a poller that copies everything to the same key; the fates of messages are recorded.
   */
  SqsPollerBuilder poller() {
    return poller(OutcomeListener.none());
  }

  SqsPollerBuilder poller(OutcomeListener listener) {
    S3Sync sync = sync(S3CopyExecutor.builder(s3.client()).build(), listener);
    return SqsPoller.builder()
        .queueUrl(queueUrl)
        .client(sqs)
        .sync(sync)
        .executor(executor)
        .listener(outcomes::add);
  }

  /** Returns a façade that copies everything to the same key. */
  static S3Sync sync(CopyExecutor executor, OutcomeListener listener) {
    CopyRule rule = CopyRule.named("all").from(SOURCE).to(DESTINATION, KeyMapper.same()).build();
    return S3Sync.builder().rules(rule).executor(executor).listener(listener).build();
  }

  /** Builds a poller that ends with the fixture. */
  SqsPoller build(SqsPollerBuilder builder) {
    SqsPoller poller = builder.build();
    pollers.add(poller);
    return poller;
  }

  /** Builds and starts a poller that ends with the fixture. */
  SqsPoller start(SqsPollerBuilder builder) {
    SqsPoller poller = build(builder);
    poller.start();
    return poller;
  }

  /** Writes an object and sends S3's message for it. */
  void put(String key, String content) {
    send(write(key, content));
  }

  /** Writes an object, and returns S3's message for it. */
  String write(String key, String content) {
    String eTag =
        s3.client()
            .putObject(p -> p.bucket(SOURCE).key(key), RequestBody.fromString(content))
            .eTag()
            .replace("\"", "");
    return event(key, content.length(), eTag);
  }

  String event(String key, long size, String eTag) {
    return """
    {"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"us-east-1",\
    "eventTime":"2026-11-22T12:00:00.000Z","eventName":"ObjectCreated:Put",\
    "s3":{"s3SchemaVersion":"1.0","bucket":{"name":"%s"},\
    "object":{"key":"%s","size":%d,"eTag":"%s","sequencer":"%018X"}}}]}\
    """
        .formatted(SOURCE, key, size, eTag, sequencer.incrementAndGet());
  }

  /** Returns one message for several objects. */
  static String together(String... events) {
    return Arrays.stream(events)
        .map(event -> event.substring("{\"Records\":[".length(), event.length() - "]}".length()))
        .collect(Collectors.joining(",", "{\"Records\":[", "]}"));
  }

  void send(String body) {
    send(body, Map.of());
  }

  /** Sends a message that belongs to a trace of AWS X-Ray. */
  void sendTraced(String body, String traceHeader) {
    MessageSystemAttributeValue value =
        MessageSystemAttributeValue.builder().dataType("String").stringValue(traceHeader).build();
    SERVER
        .client()
        .sendMessage(
            s ->
                s.queueUrl(queueUrl)
                    .messageBody(body)
                    .messageSystemAttributes(
                        Map.of(MessageSystemAttributeNameForSends.AWS_TRACE_HEADER, value)));
  }

  void send(String body, Map<String, MessageAttributeValue> attributes) {
    SERVER
        .client()
        .sendMessage(s -> s.queueUrl(queueUrl).messageBody(body).messageAttributes(attributes));
  }

  /** Sends messages without objects, which only have to be deleted. */
  void sendIdle(int count) {
    for (int sent = 0; sent < count; sent += 10) {
      List<SendMessageBatchRequestEntry> entries =
          IntStream.range(0, Math.min(10, count - sent))
              .mapToObj(Integer::toString)
              .map(id -> SendMessageBatchRequestEntry.builder().id(id).messageBody(IDLE).build())
              .toList();
      SERVER.client().sendMessageBatch(s -> s.queueUrl(queueUrl).entries(entries));
    }
  }

  void deleteQueue() {
    SERVER.client().deleteQueue(d -> d.queueUrl(queueUrl));
  }

  void createQueue() {
    SERVER.createQueue(queueName());
  }

  /** Makes copies wait until the latch is opened. */
  CountDownLatch holdCopies() {
    CountDownLatch open = new CountDownLatch(1);
    s3.always("CopyObject", Fault.first(() -> pass(open)));
    return open;
  }

  /** Waits until a latch is opened, or a timeout is over. */
  static void pass(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  long copies() {
    return s3.operations().stream().filter("CopyObject"::equals).count();
  }

  String replica(String key) {
    return s3.client().getObjectAsBytes(g -> g.bucket(DESTINATION).key(key)).asUtf8String();
  }

  /** Returns the number of visible messages in the queue. */
  int visible() {
    return count(queueUrl, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES);
  }

  /** Returns the number of messages in the queue, including hidden ones. */
  int queued() {
    return visible()
        + hidden()
        + count(queueUrl, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED);
  }

  int hidden() {
    return count(queueUrl, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE);
  }

  private static int count(String url, QueueAttributeName name) {
    Map<QueueAttributeName, String> attributes =
        SERVER.client().getQueueAttributes(g -> g.queueUrl(url).attributeNames(name)).attributes();
    return Integer.parseInt(attributes.get(name));
  }

  List<Message> deadLetters() {
    return SERVER
        .client()
        .receiveMessage(
            r ->
                r.queueUrl(deadLetterQueueUrl).maxNumberOfMessages(10).messageAttributeNames("All"))
        .messages();
  }

  /** Receives messages as another consumer would. */
  List<Message> receive() {
    return SERVER
        .client()
        .receiveMessage(
            r ->
                r.queueUrl(queueUrl)
                    .maxNumberOfMessages(10)
                    .messageSystemAttributeNames(
                        MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT))
        .messages();
  }

  /** Returns how often a message was received. */
  static int receiveCount(Message message) {
    return Integer.parseInt(
        message.attributes().get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT));
  }

  void awaitOutcomes(int count) throws InterruptedException {
    await(count + " outcomes", () -> outcomes.size() >= count);
  }

  List<MessageOutcome.Fate> fates() {
    return outcomes.stream().map(MessageOutcome::fate).toList();
  }

  /** Waits until a condition holds, and fails after a timeout. */
  static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TIMEOUT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("not within " + TIMEOUT + ": " + what);
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  @Override
  public void close() {
    pollers.forEach(SqsPoller::halt);
    executor.shutdownNow();
    sqs.close();
    s3.close();
  }
}
