package io.github.s3sync.config;

import io.github.s3sync.RulesSource;
import io.github.s3sync.S3Sync;
import io.github.s3sync.S3SyncBuilder;
import io.github.s3sync.Unmatched;
import io.github.s3sync.copy.Concurrency;
import io.github.s3sync.copy.RegionalS3Clients;
import io.github.s3sync.copy.RegionalS3ClientsBuilder;
import io.github.s3sync.copy.S3CopyExecutor;
import io.github.s3sync.copy.S3CopyExecutorBuilder;
import io.github.s3sync.rule.InvalidRuleException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a façade from environment variables.
 *
 * <ul>
 *   <li>{@code S3SYNC_RULES}: rules as JSON (see {@link RulesReader}), or where they stand: {@code
 *       s3://bucket/key}, {@code file:path} or {@code classpath:name}. An object of S3 and a file
 *       are read again while they are in use, see {@link S3SyncBuilder#rules(RulesSource,
 *       Duration)}.
 *   <li>{@code S3SYNC_RULES_REFRESH_SECONDS}: how old such rules may become; 60 by default, 0 for a
 *       read before each call. {@code S3SYNC_RULES_OWNER}: the account that must own the bucket of
 *       the rules
 *   <li>{@code S3SYNC_UNMATCHED}: {@code skip} (default) or {@code retry}, what happens to events
 *       that no rule matches, see {@link Unmatched}
 *   <li>{@code S3SYNC_SOURCE} and {@code S3SYNC_DESTINATION}, instead of it: one rule, such as
 *       {@code s3://src/prefix/} and {@code s3://dst/bdp/{filename}}. A destination that is empty
 *       behind its bucket, or ends in {@code /} and names no placeholder, takes the place of the
 *       source's prefix.
 *   <li>{@code S3SYNC_ACL}, a canned ACL or {@code none}, {@code S3SYNC_TAGS}, {@code
 *       S3SYNC_TWO_WAY} and {@code S3SYNC_SKIP_EQUAL}, {@code true} or {@code false}, and {@code
 *       S3SYNC_TRANSFER}, {@code server-side} or {@code stream}: options of that one rule
 *   <li>{@code S3SYNC_SOURCE_OWNER} and {@code S3SYNC_DESTINATION_OWNER}: the accounts that must
 *       own its buckets; {@code S3SYNC_DESTINATION_REGION}: where its destination is, if not in the
 *       default Region
 *   <li>{@code S3SYNC_DESTINATION_ROLE_ARN}, {@code S3SYNC_DESTINATION_EXTERNAL_ID} and {@code
 *       S3SYNC_DESTINATION_SESSION_NAME}: the role that copies; {@code
 *       S3SYNC_DESTINATION_CREDENTIALS}: the AWS profile that does, or that assumes the role;
 *       {@code S3SYNC_DESTINATION_ENDPOINT}: the store of its destination
 *   <li>the same six with {@code SOURCE} for {@code DESTINATION}: as whom, and where, a rule that
 *       streams reads
 *   <li>{@code S3SYNC_CONCURRENCY}: how many copies, and parts of large ones, are made at once; 16
 *       by default, 1000 at most
 *   <li>{@code S3SYNC_MULTIPART_THRESHOLD_BYTES}, {@code S3SYNC_PART_SIZE_BYTES}, {@code
 *       S3SYNC_STREAM_PART_SIZE_BYTES} and {@code S3SYNC_STREAM_BUFFER_BYTES}: see {@link
 *       S3CopyExecutorBuilder}
 *   <li>{@code S3SYNC_SOCKET_TIMEOUT_SECONDS}: see {@link RegionalS3ClientsBuilder#socketTimeout};
 *       900 by default, from 1 to 86400
 *   <li>{@code S3SYNC_DELETES_PER_MINUTE}: how many replicas may be deleted, by rules that do that,
 *       within any minute; 1000 by default, 1000000 at most, 0 for none
 *   <li>{@code access_key} and {@code secret_key}: a long-lived key instead of the SDK's chain of
 *       credentials
 *   <li>{@code AWS_REGION}, {@code AWS_ENDPOINT_URL_S3}, {@code AWS_ENDPOINT_URL_STS} and {@code
 *       AWS_ENDPOINT_URL}: as the SDK has them
 * </ul>
 *
 * <p>Variables of a poller or of a Lambda function, see {@link Variables}, are left to it. Any
 * other variable that begins with {@code S3SYNC_} is an error; a blank one is not set.
 *
 * @since 0.1.0
 */
public final class EnvironmentReader {

  private static final Logger log = LoggerFactory.getLogger(EnvironmentReader.class);

  private static final int SPARE_CONNECTIONS = 16;
  private static final long LEAST_PART_BYTES = 5L << 20;
  private static final long MOST_PART_BYTES = 5L << 30;
  private static final long MOST_STREAM_PART_BYTES = 1L << 30;
  private static final int MOST_DELETES = 1_000_000;
  private static final int MOST_INVOCATIONS = 10_000;
  private static final String MAX_INVOCATIONS = "AWS_LAMBDA_MAX_CONCURRENCY";
  private static final Duration DEFAULT_REFRESH = Duration.ofMinutes(1);
  private static final long MAX_REFRESH_SECONDS = 86_400;
  private static final int MOST_SOCKET_SECONDS = 86_400;
  private static final String ACCESS_KEY = "access_key";
  private static final String SECRET_KEY = "secret_key";
  private static final String ENDPOINT_URL = "endpoint_url";

  /** Makes a reader. */
  public EnvironmentReader() {}

  /**
   * Reads the variables, and the rules where a variable points to them.
   *
   * @param environment names and values, such as {@code System.getenv()}
   * @return the façade; closing it closes the clients and threads made for it
   * @throws InvalidConfigException if a variable is missing or wrong; the message names it
   */
  public S3Sync read(Map<String, String> environment) {
    return read(environment, builder -> {});
  }

  /**
   * Reads the variables, and lets the caller change what they say before the façade is built: add a
   * listener, decorate the executor, replace the rules.
   *
   * <pre>{@code
   * S3Sync sync =
   *     new EnvironmentReader()
   *         .read(System.getenv(), builder -> builder.addListener(MeteredOutcomes.of(registry)));
   * }</pre>
   *
   * @param environment names and values, such as {@code System.getenv()}
   * @param changes gets a builder with all that the variables say; called once
   * @return the façade; closing it closes the clients and threads made for it
   * @throws InvalidConfigException if a variable is missing or wrong; the message names it
   */
  public S3Sync read(Map<String, String> environment, Consumer<S3SyncBuilder> changes) {
    Variables variables = new Variables(environment);
    int threads = variables.concurrency();
    RegionalS3Clients clients = clients(variables, threads);
    String owner = variables.account(Variables.RULES_OWNER);
    RuleVariables rules =
        new RuleVariables(
            variables,
            (object, eTag, deadline) ->
                clients.text(object, RulesReader.MAX_BYTES, owner).read(eTag, deadline));
    try {
      S3SyncBuilder builder = builder(variables, new VariableRules(rules), clients, threads);
      changes.accept(builder);
      return builder.build();
    } catch (InvalidRuleException e) {
      clients.close();
      throw rules.refused(e);
    } catch (RuntimeException e) {
      clients.close();
      throw e;
    }
  }

  private static S3SyncBuilder builder(
      Variables variables, RulesSource rules, RegionalS3Clients clients, int threads) {
    S3CopyExecutorBuilder executor = S3CopyExecutor.builder(clients);
    Long threshold =
        variables.number(Variables.MULTIPART_THRESHOLD_BYTES, LEAST_PART_BYTES, MOST_PART_BYTES);
    if (threshold != null) {
      executor.multipartThresholdBytes(threshold);
    }
    Long part = variables.number(Variables.PART_SIZE_BYTES, LEAST_PART_BYTES, MOST_PART_BYTES);
    if (part != null) {
      executor.partSizeBytes(part);
    }
    Long streamed =
        variables.number(
            Variables.STREAM_PART_SIZE_BYTES, LEAST_PART_BYTES, MOST_STREAM_PART_BYTES);
    if (streamed != null) {
      executor.streamPartSizeBytes(streamed);
    }
    Long buffers =
        variables.number(Variables.STREAM_BUFFER_BYTES, LEAST_PART_BYTES, Long.MAX_VALUE);
    if (buffers != null) {
      executor.streamBufferBytes(buffers);
    }
    Long deletes = variables.number(Variables.DELETES_PER_MINUTE, 0, MOST_DELETES);
    if (deletes != null) {
      executor.deletesPerMinute(deletes.intValue());
    }
    Long refresh = variables.number(Variables.RULES_REFRESH_SECONDS, 0, MAX_REFRESH_SECONDS);
    String unmatched = variables.word(Variables.UNMATCHED, List.of("skip", "retry"));
    ExecutorService pool = Executors.newFixedThreadPool(threads, daemons());
    // The caller is one of them.
    Concurrency concurrency =
        threads == 1 ? Concurrency.callerOnly() : Concurrency.of(pool, threads - 1);
    return S3Sync.builder()
        .rules(rules, refresh == null ? DEFAULT_REFRESH : Duration.ofSeconds(refresh))
        .unmatched("retry".equals(unmatched) ? Unmatched.RETRY : Unmatched.SKIP)
        .executor(executor.concurrency(concurrency).build())
        .concurrency(concurrency)
        .closing(pool::shutdown)
        .closing(clients);
  }

  /**
   * Makes the clients that {@link #read} uses, for those who want to look at the buckets
   * themselves.
   *
   * @param environment names and values, such as {@code System.getenv()}
   * @return the clients, to be closed by the caller
   * @throws InvalidConfigException if a variable is missing or wrong; the message names it
   */
  public RegionalS3Clients clients(Map<String, String> environment) {
    Variables variables = new Variables(environment);
    return clients(variables, variables.concurrency());
  }

  private static RegionalS3Clients clients(Variables variables, int threads) {
    // A poller has as many callers as there are helpers here; a function has one, or on Lambda
    // Managed Instances as many as run at once in an environment.
    Long invocations = variables.number(MAX_INVOCATIONS, 1, MOST_INVOCATIONS);
    int callers = invocations == null ? threads : Math.max(threads, invocations.intValue());
    RegionalS3ClientsBuilder clients =
        RegionalS3Clients.builder().maxConnections(threads + callers + SPARE_CONNECTIONS);
    Long silence = variables.number(Variables.SOCKET_TIMEOUT_SECONDS, 1, MOST_SOCKET_SECONDS);
    if (silence != null) {
      clients.socketTimeout(Duration.ofSeconds(silence));
    }
    accessKey(variables, clients);
    endpoint(variables, "AWS_ENDPOINT_URL_S3", clients::endpoint);
    endpoint(variables, "AWS_ENDPOINT_URL_STS", clients::stsEndpoint);
    String region = variables.text("AWS_REGION");
    if (region != null) {
      clients.defaultRegion(region);
    }
    try {
      return clients.build();
    } catch (IllegalArgumentException e) {
      throw new InvalidConfigException(ENDPOINT_URL, String.valueOf(e.getMessage()));
    }
  }

  private static void accessKey(Variables variables, RegionalS3ClientsBuilder clients) {
    String id = variables.text(ACCESS_KEY);
    String secret = variables.text(SECRET_KEY);
    if (id != null && secret != null) {
      log.warn(
          "{} and {} are set and used instead of a role; a role has no key to leak or to rotate",
          ACCESS_KEY,
          SECRET_KEY);
      clients.accessKey(id, secret);
    } else if (id != null || secret != null) {
      throw new InvalidConfigException(
          id == null ? ACCESS_KEY : SECRET_KEY,
          "is not set, expected it beside " + (id == null ? SECRET_KEY : ACCESS_KEY));
    }
  }

  private static void endpoint(Variables variables, String ofService, Consumer<URI> property) {
    URI uri = variables.endpoint(ofService);
    if (uri != null) {
      property.accept(uri);
    }
  }

  private static ThreadFactory daemons() {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, "s3sync-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
