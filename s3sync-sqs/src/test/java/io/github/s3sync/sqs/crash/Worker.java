package io.github.s3sync.sqs.crash;

import static java.util.Objects.requireNonNull;

import io.github.s3sync.LoadedRules;
import io.github.s3sync.S3Sync;
import io.github.s3sync.S3SyncBuilder;
import io.github.s3sync.client.RegionalS3Clients;
import io.github.s3sync.client.TextObject.Content;
import io.github.s3sync.config.RulesReader;
import io.github.s3sync.copy.Concurrency;
import io.github.s3sync.copy.CopyExecutor;
import io.github.s3sync.copy.CopyResult;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.copy.ForwardingCopyExecutor;
import io.github.s3sync.executor.S3CopyExecutor;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRules;
import io.github.s3sync.sqs.PollerHealth;
import io.github.s3sync.sqs.SqsPoller;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Runs in the process that is killed: a poller as in user code, which works until its input ends,
 * and writes a {@link Journal} to its output.
 */
final class Worker {

  /** S3's minimum, so that multipart copies do not need large objects. */
  static final int PART_BYTES = 5 * 1024 * 1024;

  /** The access key of workers. */
  static final String ACCESS_KEY = "worker";

  /** The prefix of keys whose mapping is code that hangs for {@link #HANG}. */
  static final String HANGING = "hanging/";

  /** Longer than many visibility timeouts. */
  private static final Duration HANG = Site.VISIBILITY.multipliedBy(7);

  private static final int THREADS = 16;
  private static final int PART_THREADS = 4;
  private static final Duration RULES_AGE = Duration.ofSeconds(1);

  private Worker() {}

  /**
   * Returns the arguments of a worker's JVM; {@code sqsFaults} is the share of SQS calls that fail,
   * 0 to 1.
   */
  static List<String> arguments(Site site, double sqsFaults, long seed) {
    return arguments(site, sqsFaults, seed, Duration.ofSeconds(20));
  }

  /** Returns the arguments of a worker with a shutdown timeout. */
  static List<String> arguments(Site site, double sqsFaults, long seed, Duration shutdownTimeout) {
    return List.of(
        Worker.class.getName(),
        site.storage().endpoint().toString(),
        site.sqsServer().endpoint().toString(),
        site.queue(),
        site.deadLetters(),
        Double.toString(sqsFaults),
        Long.toString(seed),
        Integer.toString(site.lastReceive()),
        shutdownTimeout.toString(),
        Boolean.toString(site.rulesInS3()));
  }

  public static void main(String[] args) throws IOException {
    Journal journal = new Journal(new FileOutputStream(FileDescriptor.out));
    // A library may print to the standard output, which is reserved for the journal.
    System.setOut(System.err);
    ExecutorService copies = Executors.newFixedThreadPool(THREADS);
    ExecutorService parts = Executors.newFixedThreadPool(PART_THREADS);
    try (RegionalS3Clients s3 = s3(URI.create(args[0]));
        SqsClient sqs =
            sqs(
                URI.create(args[1]),
                new SqsTrouble(journal, Double.parseDouble(args[4]), Long.parseLong(args[5])))) {
      SqsPoller poller =
          SqsPoller.builder()
              .queueUrl(args[2])
              .deadLetterQueueUrl(args[3])
              .client(sqs)
              .sync(
                  sync(
                      s3,
                      Concurrency.of(parts, PART_THREADS),
                      journal,
                      Boolean.parseBoolean(args[8])))
              .executor(copies)
              .concurrency(THREADS)
              .shutdownTimeout(Duration.parse(args[7]))
              .maxReceiveCount(Integer.parseInt(args[6]))
              .visibilityTimeout(Site.VISIBILITY)
              .backOff(Duration.ofSeconds(1), Duration.ofSeconds(3))
              .listener(journal)
              .build();
      poller.closeOnShutdown();
      poller.start();
      journal.ready();
      waitForEndOfInput();
      boolean healthy = isWell(poller.health());
      poller.close();
      journal.closed(healthy);
    } finally {
      copies.shutdown();
      parts.shutdown();
    }
  }

  /**
   * Returns whether the poller is healthy; messages that can never succeed are not its fault, even
   * if no others remain.
   */
  private static boolean isWell(PollerHealth health) {
    String trouble = health.trouble();
    boolean onlyFailures = trouble != null && trouble.startsWith("no message has succeeded");
    return health.healthy() || (onlyFailures && health.live());
  }

  private static S3Sync sync(
      RegionalS3Clients s3, Concurrency concurrency, Journal journal, boolean rulesInS3) {
    CopyExecutor executor =
        S3CopyExecutor.builder(s3)
            .concurrency(concurrency)
            .multipartThresholdBytes(PART_BYTES)
            .partSizeBytes(PART_BYTES)
            .build();
    S3SyncBuilder sync = S3Sync.builder().executor(journaled(executor, journal));
    if (rulesInS3) {
      return sync.rules(deadline -> read(s3, journal, deadline), RULES_AGE).build();
    }
    KeyMapper under = KeyMapper.under(Site.PREFIX);
    return sync.rules(
            CopyRule.named("all").from(Site.SOURCE).to(Site.DESTINATION, under).build(),
            CopyRule.named("hopeless").from(Site.MISSING).to(Site.DESTINATION, under).build())
        .build();
  }

  private static LoadedRules read(RegionalS3Clients s3, Journal journal, Deadline deadline) {
    Content content =
        requireNonNull(s3.text(Site.RULES, RulesReader.MAX_BYTES, null).read(null, deadline));
    List<CopyRule> rules = new ArrayList<>(new RulesReader().read(content.text()).rules());
    journal.rules(rules.get(0).name());
    rules.add(
        CopyRule.named("hanging")
            .from(Site.SOURCE)
            .prefix(HANGING)
            .to(Site.DESTINATION, hanging(KeyMapper.under(Site.PREFIX), journal))
            .build());
    return new LoadedRules(CopyRules.of(rules), String.valueOf(content.eTag()));
  }

  /** Returns a mapping that a user could write: it waits for a service that does not answer. */
  private static KeyMapper hanging(KeyMapper mapper, Journal journal) {
    return source -> {
      journal.hung();
      try {
        Thread.sleep(HANG.toMillis());
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return mapper.map(source);
    };
  }

  private static CopyExecutor journaled(CopyExecutor executor, Journal journal) {
    AtomicLong copies = new AtomicLong();
    return new ForwardingCopyExecutor(executor) {
      @Override
      public CopyResult execute(CopyPlan plan, Deadline deadline) {
        long copy = copies.incrementAndGet();
        Long bytes = plan.event().sizeBytes();
        journal.began(copy, bytes != null && bytes > PART_BYTES);
        try {
          return super.execute(plan, deadline);
        } finally {
          journal.ended(copy);
        }
      }
    };
  }

  private static RegionalS3Clients s3(URI endpoint) {
    String[] key = endpoint.getUserInfo().split(":", 2);
    return RegionalS3Clients.builder()
        .endpoint(URI.create("http://" + endpoint.getHost() + ":" + endpoint.getPort()))
        .defaultRegion(Region.US_EAST_1.id())
        .accessKey(key[0], key[1])
        .build();
  }

  private static SqsClient sqs(URI endpoint, SqsTrouble trouble) {
    return SqsClient.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("worker", "not-a-secret")))
        .overrideConfiguration(override -> override.addExecutionInterceptor(trouble))
        .build();
  }

  private static void waitForEndOfInput() throws IOException {
    while (System.in.read() >= 0) {
      // No data is sent; only the end of the input matters.
    }
  }
}
